package io.millrace.app.files;

import org.apache.avro.generic.GenericRecord;

/** What became of one row of a file. Every row yields exactly one of these. */
public sealed interface FileRecord {
    /** In a CSV file the line on which the row begins, in an Avro container the number of the record; from 1. */
    long line();

    /**
     * A row that was read.
     *
     * @param record of the schema asked for; timestamps are plain longs
     */
    record Row(GenericRecord record, long line) implements FileRecord {}

    /**
     * A row that was not.
     *
     * @param message every cell of the row that cannot be read, by column, and why
     */
    record Unreadable(long line, String message) implements FileRecord {}
}
