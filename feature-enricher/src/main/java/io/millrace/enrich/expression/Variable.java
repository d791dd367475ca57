package io.millrace.enrich.expression;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field by the name it has in expressions.
 *
 * @param name {@code amount}, or {@code customer.country}
 * @param reference position of the reference it belongs to, {@link #OF_EVENT} for the event's own
 * @param position of the field in its schema
 */
record Variable(String name, int reference, int position, FieldKind kind) {
    static final int OF_EVENT = -1;

    /** The stored value; null where the field is null or its reference absent. */
    @Nullable
    Object read(Facts facts) {
        GenericRecord holder = reference == OF_EVENT ? facts.record() : facts.reference(reference);
        return holder == null ? null : holder.get(position);
    }
}
