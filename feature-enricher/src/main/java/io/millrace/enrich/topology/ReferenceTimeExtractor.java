package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.reference.ReferenceTime;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time by which Kafka Streams puts a reference record among the events it is read with. Where the latest is joined, when it
 * was published; where the one that held at an event's time is joined, a millisecond before it begins to hold, so that it is there
 * for an event of that very time. Within the same bounds as {@link EventTimeExtractor}'s. Safe for concurrent use.
 */
final class ReferenceTimeExtractor implements TimestampExtractor {
    private final ReferenceDefinition reference;
    private final ReferenceTime time;
    private final Contract contract;
    private final Clock clock;

    ReferenceTimeExtractor(ReferenceDefinition reference, Contract contract, Clock clock) {
        this.reference = reference;
        this.time = ReferenceTime.of(reference);
        this.contract = contract;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        var incoming = (Incoming) record.value();
        incoming.publishedAt(record.timestamp());
        long nowMillis = clock.millis();
        if (reference.versions() != null && incoming.decoded() instanceof Decoded.Value value) {
            long sinceMillis = time.sinceMillis(value.record(), record.timestamp());
            if (contract.isPlausible(sinceMillis, nowMillis)) {
                return Math.max(0, sinceMillis - 1);
            }
        }
        return contract.isPlausible(record.timestamp(), nowMillis) ? record.timestamp() : Math.max(0, partitionTime);
    }
}
