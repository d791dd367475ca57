package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time by which Kafka Streams puts an outcome among the events it is read with: when it became known, less a millisecond,
 * so that it is there for an event of that very time. Within the same bounds as {@link EventTimeExtractor}'s. Safe for
 * concurrent use.
 */
final class OutcomeTimeExtractor implements TimestampExtractor {
    private final OutcomeContract outcomes;
    private final Contract contract;
    private final Clock clock;

    OutcomeTimeExtractor(OutcomeContract outcomes, Contract contract, Clock clock) {
        this.outcomes = outcomes;
        this.contract = contract;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        var incoming = (Incoming) record.value();
        incoming.publishedAt(record.timestamp());
        long knownMillis = incoming.decoded() instanceof Decoded.Value value
                ? outcomes.knownMillis(value.record(), record.timestamp())
                : record.timestamp();
        return contract.isPlausible(knownMillis, clock.millis())
                ? Math.max(0, knownMillis - 1)
                : Math.max(0, partitionTime);
    }
}
