package io.millrace.app.replay;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * The rows of a file by event time; rows of equal time, and rows that cannot be read, stay in file order. A file that is
 * in order already is streamed; any other is sorted in memory, so it must fit there. Closed by whoever opened it.
 */
final class EventTimeOrder implements Iterator<FileRecord>, AutoCloseable {
    private final Iterator<FileRecord> rows;
    private final EventFile file;
    private final long count;

    private EventTimeOrder(Iterator<FileRecord> rows, EventFile file, long count) {
        this.rows = rows;
        this.file = file;
        this.count = count;
    }

    /**
     * Looks through the file once, for its order and its length, and opens it again.
     *
     * @param timeMillis event time of a row
     */
    static EventTimeOrder open(Path path, Schema schema, ToLongFunction<GenericRecord> timeMillis)
            throws IOException, UnsuitableFileException {
        long count = 0;
        boolean ordered = true;
        long latest = Long.MIN_VALUE;
        try (var file = EventFile.open(path, schema)) {
            while (file.hasNext()) {
                count++;
                if (file.next() instanceof FileRecord.Row row) {
                    long time = timeMillis.applyAsLong(row.record());
                    ordered &= time >= latest;
                    latest = Math.max(latest, time);
                }
            }
        }
        var file = EventFile.open(path, schema);
        return new EventTimeOrder(ordered ? file : sorted(file, timeMillis).iterator(), file, count);
    }

    private static List<FileRecord> sorted(EventFile file, ToLongFunction<GenericRecord> timeMillis) {
        var rows = new ArrayList<Timed>();
        long time = Long.MIN_VALUE;
        while (file.hasNext()) {
            var next = file.next();
            if (next instanceof FileRecord.Row row) {
                time = timeMillis.applyAsLong(row.record());
            }
            rows.add(new Timed(time, next)); // an unreadable row follows the one before it
        }
        rows.sort(Comparator.comparingLong(Timed::timeMillis));
        return rows.stream().map(Timed::row).toList();
    }

    private record Timed(long timeMillis, FileRecord row) {}

    /** Rows in the file, readable or not. */
    long count() {
        return count;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public FileRecord next() {
        return rows.next();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
