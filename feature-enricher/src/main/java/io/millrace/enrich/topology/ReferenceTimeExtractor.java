package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A reference record's time is when it was published, within the same bounds as {@link EventTimeExtractor}'s. Safe for
 * concurrent use.
 */
final class ReferenceTimeExtractor implements TimestampExtractor {
    private final Contract contract;
    private final Clock clock;

    ReferenceTimeExtractor(Contract contract, Clock clock) {
        this.contract = contract;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        ((Incoming) record.value()).publishedAt(record.timestamp());
        return contract.isPlausible(record.timestamp(), clock.millis())
                ? record.timestamp()
                : Math.max(0, partitionTime);
    }
}
