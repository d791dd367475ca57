package io.millrace.app.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The rows of a file, read one at a time in file order. A row that cannot be read is an outcome, not an exception; if the
 * file breaks off or is no longer of its format, {@code hasNext} and {@code next} throw a {@link DamagedFileException} in an
 * {@link java.io.UncheckedIOException}. For one thread, except {@link #bytesRead}; closed by whoever opened it.
 */
public interface EventFile extends Iterator<FileRecord>, AutoCloseable {
    /**
     * Opens a file.
     *
     * <p>Columns are found by the names of the schema's fields; further columns are ignored, and one that is missing must have
     * a default. Text is UTF-8. Timestamps in a text are ISO-8601, UTC unless an offset is given, or whole milliseconds
     * (microseconds for {@code timestamp-micros}) since 1970-01-01T00:00:00Z. What {@link TableWriter} wrote is read back as it
     * was.
     *
     * <ul>
     *   <li>CSV has commas and a header line. A cell with nothing in it is null where the field allows null; a text of length
     *       zero is written {@code ""}, as PostgreSQL has it.
     *   <li>JSON Lines has one object a line. A name that is missing from a line is null where the field allows null.
     *   <li>In an Avro container the schema of the file is resolved to the one asked for.
     *   <li>In Parquet numbers may be narrower than asked for, and timestamps of any unit.
     * </ul>
     *
     * @param file ends in {@code .csv}, {@code .csv.gz}, {@code .avro}, {@code .jsonl}, {@code .jsonl.gz} or {@code .parquet}
     * @param schema a record; what every row becomes
     * @throws UnsuitableFileException if the extension is another one, columns are missing, or the schema is one the file
     *     cannot be read as
     * @throws IOException if the file cannot be read
     */
    static EventFile open(Path file, Schema schema) throws IOException, UnsuitableFileException {
        var format = FileFormat.of(file);
        if (!Files.isRegularFile(file)) {
            throw new UnsuitableFileException(file, List.of("no such file"));
        }
        return switch (format) {
            case CSV, CSV_GZ -> CsvEvents.open(file, format, schema);
            case AVRO -> AvroEvents.open(file, schema);
            case JSON_LINES, JSON_LINES_GZ -> JsonEvents.open(file, format, schema);
            case PARQUET -> ParquetEvents.open(file, schema);
        };
    }

    /** How many of the file's bytes have been read, compressed as they are; other threads may ask. */
    long bytesRead();

    @Override
    void close() throws IOException;
}
