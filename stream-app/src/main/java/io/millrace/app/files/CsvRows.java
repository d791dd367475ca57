package io.millrace.app.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV, so that {@link CsvEvents} reads the same values back: null is an empty cell, an empty text is quoted. */
final class CsvRows implements TableWriter.Rows {
    private static final String EMPTY = "\"\"";

    private final Utf8Output out;
    private final Cell[] cells;
    private final String missing;

    /** How a value of a column is written. */
    private interface Cell {
        void write(Object value) throws IOException;
    }

    private CsvRows(Utf8Output out, List<Column> columns) {
        this.out = out;
        this.cells = columns.stream().map(this::cell).toArray(Cell[]::new);
        // a line of one empty cell would be an empty line, which readers leave out
        this.missing = columns.size() == 1 ? EMPTY : "";
    }

    /** Takes over the stream and writes the header. */
    static CsvRows to(OutputStream bytes, List<Column> columns) throws IOException {
        var rows = new CsvRows(new Utf8Output(bytes), columns);
        for (int i = 0; i < columns.size(); i++) {
            rows.separate(i);
            rows.text(columns.get(i).name());
        }
        rows.out.ascii('\n');
        return rows;
    }

    private Cell cell(Column column) {
        return switch (column.kind()) {
            case TEXT, ENUM -> value -> text(value.toString());
            case BOOLEAN -> value -> out.text((boolean) value ? "true" : "false");
            case INT -> value -> out.number((int) value);
            case LONG -> value -> out.number((long) value);
            case FLOAT -> value -> out.number((float) value);
            case DOUBLE -> value -> out.number((double) value);
            case MILLIS -> time(new InstantText(1_000));
            case MICROS -> time(new InstantText(1_000_000));
        };
    }

    private Cell time(InstantText text) {
        return value -> out.text(text.of((long) value));
    }

    private void text(String text) throws IOException {
        if (text.isEmpty()) {
            out.text(EMPTY);
        } else if (needsQuotes(text)) {
            out.ascii('"');
            out.text(text.replace("\"", "\"\""));
            out.ascii('"');
        } else {
            out.text(text);
        }
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    private void separate(int index) throws IOException {
        if (index > 0) {
            out.ascii(',');
        }
    }

    @Override
    public void write(GenericRecord row) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            separate(i);
            @Nullable Object value = row.get(i);
            if (value == null) {
                out.text(missing);
            } else {
                cells[i].write(value);
            }
        }
        out.ascii('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
