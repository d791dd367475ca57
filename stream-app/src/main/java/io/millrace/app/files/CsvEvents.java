package io.millrace.app.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;

/** Rows of a CSV file. */
final class CsvEvents implements EventFile {
    private final Path file;
    private final CountedInput bytes;
    private final CloseableIterator<FileRecord> rows;
    private long count;

    private CsvEvents(Path file, CountedInput bytes, CloseableIterator<FileRecord> rows) {
        this.file = file;
        this.bytes = bytes;
        this.rows = rows;
    }

    static CsvEvents open(Path file, FileFormat format, Schema schema) throws IOException, UnsuitableFileException {
        var bytes = new CountedInput(Files.newInputStream(file));
        var opened = false;
        try {
            var lines = new CsvLines(schema);
            var rows = CsvReader.builder()
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .detectBomHeader(true)
                    .build(lines, format.text(bytes), StandardCharsets.UTF_8)
                    .iterator();
            var unused = rows.hasNext(); // reads the header, and the first row after it
            if (!lines.layout().reasons().isEmpty()) {
                throw new UnsuitableFileException(file, lines.layout().reasons());
            }
            opened = true;
            return new CsvEvents(file, bytes, rows);
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw new UnsuitableFileException(file, List.of("is not " + format.description() + ": " + e.getMessage()));
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (CsvParseException | UncheckedIOException e) {
            throw new UncheckedIOException(new DamagedFileException(file, count, e));
        }
    }

    @Override
    public FileRecord next() {
        try {
            var next = rows.next();
            count++;
            return next;
        } catch (CsvParseException | UncheckedIOException e) {
            throw new UncheckedIOException(new DamagedFileException(file, count, e));
        }
    }

    @Override
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
