package io.millrace.app.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes rows to a file that appears only once it is complete: until {@link #commit} they are in a temporary file beside
 * it. Closing without commit leaves no trace, and a file of that name that was there before is still there.
 *
 * <pre>{@code
 * try (var table = TableWriter.create(path, schema)) {
 *     for (var row : rows) {
 *         table.write(row);
 *     }
 *     table.commit();
 * }
 * }</pre>
 *
 * For one thread.
 */
public final class TableWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path temporary;
    private final Rows rows;
    private boolean closed;

    /** A format's way of writing rows. */
    interface Rows extends AutoCloseable {
        void write(GenericRecord row) throws IOException;

        @Override
        void close() throws IOException;
    }

    private TableWriter(Path file, Path temporary, Rows rows) {
        this.file = file;
        this.temporary = temporary;
        this.rows = rows;
    }

    /**
     * Begins a file, of which {@link EventFile} reads back what is written. In texts timestamps are ISO-8601 in UTC; CSV gets a
     * header line of the fields' names.
     *
     * @param file ends in an extension that {@link EventFile#open} knows; its directory exists
     * @param schema a record; except for Avro one of numbers, texts, booleans, enums and timestamps, each possibly null
     * @throws UnsuitableFileException if the extension is another one, or the format cannot hold a field
     */
    public static TableWriter create(Path file, Schema schema) throws IOException, UnsuitableFileException {
        var format = FileFormat.of(file);
        var columns = format == FileFormat.AVRO ? List.<Column>of() : Column.all(file, format, schema);
        var target = file.toAbsolutePath();
        var temporary = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        var bytes = Files.newOutputStream(temporary);
        try {
            var rows =
                    switch (format) {
                        case CSV, CSV_GZ -> CsvRows.to(format.bytes(bytes), columns);
                        case AVRO -> AvroRows.to(new BufferedOutputStream(bytes, BUFFER_BYTES), schema);
                        case JSON_LINES, JSON_LINES_GZ -> JsonRows.to(format.bytes(bytes), columns);
                        case PARQUET -> {
                            bytes.close(); // Parquet opens files by itself
                            yield ParquetRows.to(temporary, schema.getName(), columns);
                        }
                    };
            return new TableWriter(target, temporary, rows);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /**
     * Adds a row.
     *
     * @param row of the schema given at creation; timestamps as longs
     */
    public void write(GenericRecord row) throws IOException {
        rows.write(row);
    }

    /** Ends the file and puts it in place, replacing one of the same name. Nothing can be written afterwards. */
    public void commit() throws IOException {
        if (closed) {
            throw new IllegalStateException("already closed: " + file);
        }
        closed = true;
        try {
            rows.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Gives the file up unless it was committed. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                rows.close();
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
