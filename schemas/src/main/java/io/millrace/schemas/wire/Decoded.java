package io.millrace.schemas.wire;

import org.apache.avro.generic.GenericRecord;

/** Result of reading one Confluent-format payload. Every payload yields exactly one of these. */
public sealed interface Decoded {
    /**
     * The payload was a record.
     *
     * @param record shaped by the reader schema, with {@link String} for Avro strings and map keys; values of logical
     *     types stay what they are stored as, so a timestamp-millis is a {@code Long}
     */
    record Value(GenericRecord record) implements Decoded {}

    /**
     * The payload was no such record, and never will be: reading it again fails the same way.
     *
     * @param detail what was wrong and where, for a person; holds nothing of the payload's contents
     */
    record Malformed(Fault fault, String detail) implements Decoded {}

    /** What can be wrong with a payload. */
    enum Fault {
        /** There were no bytes at all: a tombstone where an event belongs. */
        NULL_VALUE,
        /** The bytes are not Confluent's wire format, or not what their own schema says. */
        MALFORMED,
        /** The registry does not know the schema id, or knows something other than an Avro schema under it. */
        UNKNOWN_SCHEMA,
        /** The bytes may be right, but their schema does not resolve to the schema wanted here. */
        INCOMPATIBLE_SCHEMA
    }
}
