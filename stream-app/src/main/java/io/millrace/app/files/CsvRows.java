package io.millrace.app.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Writes rows as CSV, so that {@link CsvEvents} reads the same values back; only an empty text and null look alike. */
final class CsvRows implements TableWriter.Rows {
    private final CsvWriter lines;
    private final List<Function<Object, String>> cells;

    private CsvRows(CsvWriter lines, List<Function<Object, String>> cells) {
        this.lines = lines;
        this.cells = cells;
    }

    /** How each field's value becomes text; what can be written is what can be read. */
    static List<Function<Object, String>> cells(Path file, Schema schema) throws UnsuitableFileException {
        var cells = new ArrayList<Function<Object, String>>();
        var reasons = new ArrayList<String>();
        for (var field : schema.getFields()) {
            if (Cell.of(field.schema()).isEmpty()) {
                reasons.add("column " + field.name() + " has a type that CSV cannot hold: " + field.schema());
            }
            cells.add(text(field.schema()));
        }
        if (!reasons.isEmpty()) {
            throw new UnsuitableFileException(file, reasons);
        }
        return cells;
    }

    private static Function<Object, String> text(Schema schema) {
        var types = schema.isUnion() ? schema.getTypes() : List.of(schema);
        if (types.stream().anyMatch(type -> type.getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
            return value -> Instant.ofEpochMilli((long) value).toString();
        }
        if (types.stream().anyMatch(type -> type.getLogicalType() instanceof LogicalTypes.TimestampMicros)) {
            return value -> Instant.EPOCH.plus((long) value, ChronoUnit.MICROS).toString();
        }
        return Object::toString;
    }

    /** Takes over the stream and writes the header. */
    static CsvRows to(OutputStream bytes, Schema schema, List<Function<Object, String>> cells) {
        // A line of one empty cell would be an empty line, which readers skip.
        var quotes = schema.getFields().size() == 1 ? QuoteStrategies.EMPTY : QuoteStrategies.REQUIRED;
        var lines = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(quotes)
                .build(bytes, StandardCharsets.UTF_8);
        lines.writeRecord(schema.getFields().stream().map(Schema.Field::name).toList());
        return new CsvRows(lines, cells);
    }

    @Override
    public void write(GenericRecord row) throws IOException {
        var texts = new String[cells.size()];
        for (int i = 0; i < texts.length; i++) {
            var value = row.get(i);
            texts[i] = value == null ? "" : cells.get(i).apply(value);
        }
        try {
            lines.writeRecord(texts);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
