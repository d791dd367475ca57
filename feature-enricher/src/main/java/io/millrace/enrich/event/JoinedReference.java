package io.millrace.enrich.event;

import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A reference record joined to an event.
 *
 * @param payload the bytes it was read from, not to be changed; null where it did not come from a topic
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out for the arrays
public record JoinedReference(GenericRecord record, byte @Nullable [] payload) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JoinedReference that
                && record.equals(that.record)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return record.hashCode();
    }

    @Override
    public String toString() {
        return "JoinedReference[" + record.getSchema().getFullName() + "]";
    }
}
