package io.millrace.app.replay;

import io.millrace.app.files.TableWriter;
import io.millrace.app.files.UnsuitableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** What is done with bad rows: the first ends the replay, all go to a table of their own, or they are counted. Confined to one thread. */
final class BadRows implements AutoCloseable {
    static final Schema SCHEMA = SchemaBuilder.record("BadRow")
            .namespace("io.millrace.replay")
            .doc("A row that was not replayed.")
            .fields()
            .requiredString("file")
            .requiredLong("row")
            .requiredString("reason")
            .requiredString("detail")
            .endRecord();

    private final boolean allowed;
    private final @Nullable TableWriter deadLetters;
    private final SortedMap<String, Long> byReason = new TreeMap<>();

    private BadRows(boolean allowed, @Nullable TableWriter deadLetters) {
        this.allowed = allowed;
        this.deadLetters = deadLetters;
    }

    /** They are counted, and that is all. */
    static BadRows counted() {
        return new BadRows(true, null);
    }

    /** @param deadLetters where they go; null if there must be none */
    static BadRows to(@Nullable Path deadLetters) throws IOException, UnsuitableFileException {
        return deadLetters == null
                ? new BadRows(false, null)
                : new BadRows(true, TableWriter.create(deadLetters, SCHEMA));
    }

    /** @throws BadRowException if there must be none */
    void add(BadRow bad) throws BadRowException, IOException {
        if (!allowed) {
            throw new BadRowException(bad);
        }
        leaveOut(bad);
    }

    private static void write(BadRow bad, TableWriter deadLetters) throws IOException {
        var row = new GenericData.Record(SCHEMA);
        row.put("file", bad.file());
        row.put("row", bad.row());
        row.put("reason", bad.reason());
        row.put("detail", bad.detail());
        deadLetters.write(row);
    }

    /** Counts a row that is not needed, which ends no replay, and puts it aside if bad rows are. */
    void leaveOut(BadRow row) throws IOException {
        byReason.merge(row.reason(), 1L, Long::sum);
        if (deadLetters != null) {
            write(row, deadLetters);
        }
    }

    /** How many there were. */
    SortedMap<String, Long> byReason() {
        return Collections.unmodifiableSortedMap(byReason);
    }

    /** Puts their table in place, also if there were none: one of an earlier replay would be taken for this one's. */
    void commit() throws IOException {
        if (deadLetters != null) {
            deadLetters.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (deadLetters != null) {
            deadLetters.close();
        }
    }
}
