package io.millrace.app.replay;

import org.apache.avro.generic.GenericRecord;

/** One row of a reference table. */
public sealed interface ReferenceRow {
    /** From now on the latest of its key. */
    record Latest(GenericRecord record) implements ReferenceRow {}

    /** Not to be joined with anything. */
    record Refused(BadRow bad) implements ReferenceRow {}
}
