package io.millrace.enrich.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a record was read, and the bytes it had there. The arrays are not copied and must not be changed.
 *
 * @param timestampMillis Kafka's timestamp: when it was published, not when it happened; {@link #UNPUBLISHED} in a file
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out for the arrays
public record Origin(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value) {
    /** Stands for a timestamp where nobody says when a record was published. */
    public static final long UNPUBLISHED = -1;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && timestampMillis == that.timestampMillis
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, offset);
    }

    /** Names the place; the bytes may be anybody's secret. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
