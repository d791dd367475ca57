package io.millrace.enrich.topology;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.event.Origin;
import io.millrace.schemas.wire.Decoded;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record as it came in: its bytes, and what they say. Decoded once, where Kafka deserialises; the timestamp is
 * noted where Kafka asks for the event time, because processors see only the event time. Passed along by one stream thread.
 */
final class Incoming {
    private final byte @Nullable [] payload;
    private final Decoded decoded;
    private long publishedMillis = StreamTime.UNKNOWN;

    Incoming(byte @Nullable [] payload, Decoded decoded) {
        this.payload = payload;
        this.decoded = decoded;
    }

    byte @Nullable [] payload() {
        return payload;
    }

    Decoded decoded() {
        return decoded;
    }

    void publishedAt(long kafkaTimestampMillis) {
        publishedMillis = kafkaTimestampMillis;
    }

    /** Kafka's timestamp; {@link StreamTime#UNKNOWN} before the record was asked for its time. */
    long publishedMillis() {
        return publishedMillis;
    }

    Origin origin(RecordMetadata place, byte @Nullable [] key) {
        return new Origin(place.topic(), place.partition(), place.offset(), publishedMillis, key, payload);
    }
}
