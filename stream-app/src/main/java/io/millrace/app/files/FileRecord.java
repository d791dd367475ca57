package io.millrace.app.files;

import org.apache.avro.generic.GenericRecord;

/** What became of one row of a file. Every row yields exactly one of these. */
public sealed interface FileRecord {
    /** Number of the row in its file, from 1; headers and empty lines are no rows. */
    long row();

    /**
     * A row that was read.
     *
     * @param record of the schema asked for; texts are Strings, timestamps plain longs
     */
    record Row(GenericRecord record, long row) implements FileRecord {}

    /**
     * A row that was not.
     *
     * @param message everything in the row that cannot be read, by column, and why; in a text file also its line
     */
    record Unreadable(long row, String message) implements FileRecord {}
}
