package io.millrace.enrich.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.enrich.event.EventTime;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field by the name it has in expressions.
 *
 * @param name {@code amount}, {@code customer.country}, or {@code label}
 * @param reference position of the reference it belongs to, {@link #OF_EVENT} for the event's own, {@link #OF_OUTCOME}
 * @param position of the field in its schema
 * @param time how a plain number is read as the event time; null for every other field
 */
record Variable(
        String name,
        int reference,
        int position,
        FieldKind kind,
        @Nullable EventTime time) {
    static final int OF_EVENT = -1;
    static final int OF_OUTCOME = -2;

    CelType celType() {
        return time == null ? kind.celType() : SimpleType.TIMESTAMP;
    }

    boolean isOfReference() {
        return reference >= 0;
    }

    /** The stored value; null where the field is null, its reference absent, or the outcome not known. */
    @Nullable
    Object read(Facts facts) {
        if (reference == OF_OUTCOME) {
            return facts.label();
        }
        GenericRecord holder = reference == OF_EVENT ? facts.record() : facts.reference(reference);
        return holder == null ? null : holder.get(position);
    }

    /** A stored value, never null, as CEL wants it. */
    Object toCel(Object stored) {
        return time == null ? kind.toCel(stored) : time.instant(stored);
    }
}
