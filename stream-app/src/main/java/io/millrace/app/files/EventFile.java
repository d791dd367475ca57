package io.millrace.app.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;

/**
 * The rows of a file, read one at a time in file order. A row that cannot be read is an outcome, not an exception; if the
 * file breaks off or is no longer CSV or Avro, {@code hasNext} and {@code next} throw {@link java.io.UncheckedIOException}.
 * For one thread; closed by whoever opened it.
 */
public interface EventFile extends Iterator<FileRecord>, AutoCloseable {
    /**
     * Opens a file.
     *
     * <p>CSV is UTF-8 with commas and a header line; columns are found by the names of the schema's fields, further columns
     * are ignored. An empty cell is null where the field allows null. Timestamps are ISO-8601, UTC unless an offset is
     * given, or whole milliseconds (microseconds for {@code timestamp-micros}) since 1970-01-01T00:00:00Z. In an Avro
     * container the schema of the file is resolved to the one asked for.
     *
     * @param file ends in {@code .csv}, {@code .csv.gz} or {@code .avro}
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
            case CSV, CSV_GZ -> CsvEvents.open(file, opened(file, format), schema);
            case AVRO -> AvroEvents.open(file, schema);
        };
    }

    private static InputStream opened(Path file, FileFormat format) throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        if (format == FileFormat.CSV) {
            return bytes;
        }
        try {
            return new GZIPInputStream(bytes, 1 << 16);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    void close() throws IOException;
}
