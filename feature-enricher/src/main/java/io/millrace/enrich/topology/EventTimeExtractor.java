package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Stream time follows events, but only to times that an event may have: a record without one, or with one before 1970 or
 * further ahead of the clock than the skew, takes the time its partition has reached. So one absurd timestamp moves nothing,
 * and no record gets a negative timestamp, which Kafka Streams would drop without a word. Safe for concurrent use.
 */
final class EventTimeExtractor implements TimestampExtractor {
    private final Contract contract;
    private final Clock clock;

    EventTimeExtractor(Contract contract, Clock clock) {
        this.contract = contract;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        var incoming = (Incoming) record.value();
        incoming.publishedAt(record.timestamp());
        if (incoming.decoded() instanceof Decoded.Value value) {
            long timeMillis = contract.timeOf(value.record());
            if (contract.isPlausible(timeMillis, clock.millis())) {
                return timeMillis;
            }
        }
        return Math.max(0, partitionTime);
    }
}
