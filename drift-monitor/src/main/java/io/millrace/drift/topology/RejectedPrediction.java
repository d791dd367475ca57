package io.millrace.drift.topology;

import java.util.Locale;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A prediction that cannot be counted. The record that carries it keeps the key, timestamp and headers of the original.
 *
 * @param topic where it was read
 * @param partition of that topic
 * @param offset in that partition
 * @param timestampMillis the record's timestamp, milliseconds since 1970-01-01T00:00:00Z
 * @param key the record's key as it was read
 * @param value the record's value as it was read
 * @param detail what exactly is wrong, for people
 */
public record RejectedPrediction(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        @Nullable Bytes key,
        @Nullable Bytes value,
        Reason reason,
        String detail)
        implements Summarised {

    /** Why a prediction cannot be counted. */
    public enum Reason {
        /** No value. */
        NULL_VALUE,
        /** The bytes are not what they should be. */
        MALFORMED,
        /** The registry does not know the schema id. */
        UNKNOWN_SCHEMA,
        /** The schema lacks the event time, the score, or a feature of the profile, or has it with another type. */
        INCOMPATIBLE_SCHEMA,
        /** The event time lies before 1970. */
        NEGATIVE_TIME,
        /** The event time lies so far ahead of the clock that the windows of all others would be closed. */
        FUTURE;

        /** As dead letters name it: {@code unknown-schema}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
