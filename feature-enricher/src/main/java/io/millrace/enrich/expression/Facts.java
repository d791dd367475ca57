package io.millrace.enrich.expression;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What an expression can read. */
public interface Facts {
    /** The event, shaped by the schema that expressions were compiled for. */
    GenericRecord record();

    /**
     * A joined reference.
     *
     * @param index position in the declaration
     * @return null where there is no record for the event's key, or none has been joined yet
     */
    @Nullable
    GenericRecord reference(int index);

    /** What became of the event; null while nobody knows. */
    default @Nullable Object label() {
        return null;
    }
}
