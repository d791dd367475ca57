package io.millrace.app.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Rows of a CSV file. */
final class CsvEvents implements EventFile {
    /** What decoding leaves in place of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Path file;
    private final CloseableIterator<CsvRecord> lines;
    private final Schema schema;
    private final int width;
    private final List<Column> columns;
    private final List<Schema.Field> absent;

    /**
     * A field with its place in the line.
     *
     * @param index of the cell, from 0
     */
    private record Column(Schema.Field field, int index, Cell cell) {}

    private CsvEvents(
            Path file,
            CloseableIterator<CsvRecord> lines,
            Schema schema,
            int width,
            List<Column> columns,
            List<Schema.Field> absent) {
        this.file = file;
        this.lines = lines;
        this.schema = schema;
        this.width = width;
        this.columns = columns;
        this.absent = absent;
    }

    /** Takes over the stream, which is closed also if this fails. */
    static CsvEvents open(Path file, InputStream bytes, Schema schema) throws IOException, UnsuitableFileException {
        var lines = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .detectBomHeader(true)
                .ofCsvRecord(bytes, StandardCharsets.UTF_8)
                .iterator();
        var opened = false;
        try {
            var header = lines.hasNext() ? lines.next().getFields() : List.<String>of();
            var events = withHeader(file, lines, schema, header);
            opened = true;
            return events;
        } catch (CsvParseException | UncheckedIOException e) {
            throw new UnsuitableFileException(file, List.of("is not CSV: " + e.getMessage()));
        } finally {
            if (!opened) {
                lines.close();
            }
        }
    }

    private static CsvEvents withHeader(
            Path file, CloseableIterator<CsvRecord> lines, Schema schema, List<String> header)
            throws UnsuitableFileException {
        var reasons = new ArrayList<String>();
        var columns = new ArrayList<Column>();
        var absent = new ArrayList<Schema.Field>();
        var names = new HashSet<String>();
        for (var name : header) {
            if (!names.add(name)) {
                reasons.add("column " + name + " is there twice");
            }
        }
        for (var field : schema.getFields()) {
            var cell = Cell.of(field.schema());
            if (!names.contains(field.name())) {
                if (field.hasDefaultValue()) {
                    absent.add(field);
                } else {
                    reasons.add("column " + field.name() + " is missing");
                }
            } else if (cell.isEmpty()) {
                reasons.add("column " + field.name() + " has a type that CSV cannot hold: " + field.schema());
            } else {
                columns.add(new Column(field, header.indexOf(field.name()), cell.get()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new UnsuitableFileException(file, reasons);
        }
        return new CsvEvents(file, lines, schema, header.size(), columns, absent);
    }

    @Override
    public boolean hasNext() {
        try {
            return lines.hasNext();
        } catch (CsvParseException | UncheckedIOException e) {
            throw broken(e);
        }
    }

    @Override
    public FileRecord next() {
        CsvRecord line;
        try {
            line = lines.next();
        } catch (CsvParseException | UncheckedIOException e) {
            throw broken(e);
        }
        return line.getFieldCount() == width
                ? row(line)
                : new FileRecord.Unreadable(
                        line.getStartingLineNumber(),
                        "has " + line.getFieldCount() + " cells, the header has " + width);
    }

    private FileRecord row(CsvRecord line) {
        var record = new GenericData.Record(schema);
        var problems = new ArrayList<String>();
        for (var column : columns) {
            var text = line.getField(column.index);
            try {
                if (text.indexOf(REPLACEMENT) >= 0) {
                    throw new UnreadableCellException("must be UTF-8", text);
                }
                record.put(column.field.pos(), column.cell.read(text));
            } catch (UnreadableCellException e) {
                problems.add("column " + column.field.name() + ": " + e.getMessage());
            }
        }
        for (var field : absent) {
            record.put(field.pos(), GenericData.get().getDefaultValue(field));
        }
        return problems.isEmpty()
                ? new FileRecord.Row(record, line.getStartingLineNumber())
                : new FileRecord.Unreadable(line.getStartingLineNumber(), String.join("; ", problems));
    }

    private UncheckedIOException broken(RuntimeException cause) {
        return new UncheckedIOException(new IOException(file + ": " + cause.getMessage(), cause));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
