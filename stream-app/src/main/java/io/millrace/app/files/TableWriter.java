package io.millrace.app.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
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
     * Begins a file. CSV gets a header line of the fields' names; null is an empty cell, timestamps are ISO-8601 in UTC.
     *
     * @param file ends in {@code .csv}, {@code .csv.gz} or {@code .avro}; its directory exists
     * @param schema a record; for CSV one of numbers, texts, booleans, enums and timestamps, each possibly null
     * @throws UnsuitableFileException if the extension is another one, or CSV cannot hold a field
     */
    public static TableWriter create(Path file, Schema schema) throws IOException, UnsuitableFileException {
        var format = FileFormat.of(file);
        var cells = format == FileFormat.AVRO ? null : CsvRows.cells(file, schema);
        var target = file.toAbsolutePath();
        var temporary = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        var bytes = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
        try {
            var rows = cells == null ? avro(bytes, schema) : CsvRows.to(compressed(bytes, format), schema, cells);
            return new TableWriter(target, temporary, rows);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static OutputStream compressed(OutputStream bytes, FileFormat format) throws IOException {
        return format == FileFormat.CSV_GZ ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    private static Rows avro(OutputStream bytes, Schema schema) throws IOException {
        // A GenericData of its own has no logical type conversions: timestamps are given as longs.
        var records = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema, new GenericData()));
        records.setCodec(CodecFactory.deflateCodec(6)).create(schema, bytes);
        return new Rows() {
            @Override
            public void write(GenericRecord row) throws IOException {
                records.append(row);
            }

            @Override
            public void close() throws IOException {
                records.close();
            }
        };
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
