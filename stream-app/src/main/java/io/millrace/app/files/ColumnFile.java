package io.millrace.app.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads files whose columns nobody has described: in memory, column by column. */
public final class ColumnFile {
    private ColumnFile() {}

    /**
     * The columns of a file, in its order. Numbers are those of a number's type; truth values, texts and symbols are texts; a column of a CSV
     * file is texts whatever is in it. Points in time, lists, records and bytes are left out.
     *
     * @param file of any format that {@link EventFile#open} reads
     * @throws UnsuitableFileException if it cannot be read, a row of it cannot, or it has no such column or no row
     */
    public static Map<String, ColumnValues> read(Path file) throws IOException, UnsuitableFileException {
        var format = FileFormat.of(file);
        if (!Files.isRegularFile(file)) {
            throw new UnsuitableFileException(file, List.of("no such file"));
        }
        var schema = InferredSchema.of(file, format);
        var columns = new ArrayList<Gathered>();
        for (var field : schema.getFields()) {
            Column.of(field).ifPresent(column -> columns.add(Gathered.of(column, format)));
        }
        if (columns.isEmpty()) {
            throw new UnsuitableFileException(file, List.of("has no column of numbers or texts"));
        }
        try (var rows = EventFile.open(file, schema)) {
            while (rows.hasNext()) {
                var next = rows.next();
                if (next instanceof FileRecord.Unreadable bad) {
                    throw new UnsuitableFileException(file, List.of("row " + bad.row() + ": " + bad.message()));
                }
                var record = ((FileRecord.Row) next).record();
                columns.forEach(column -> column.add(record));
            }
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause();
        }
        var values = new LinkedHashMap<String, ColumnValues>();
        columns.forEach(column -> values.put(column.column.name(), column.values()));
        if (columns.get(0).values().rows() == 0) {
            throw new UnsuitableFileException(file, List.of("has no row"));
        }
        return values;
    }

    /** A column while it is read. */
    private abstract static class Gathered {
        final Column column;

        private Gathered(Column column) {
            this.column = column;
        }

        static Gathered of(Column column, FileFormat format) {
            return switch (column.kind()) {
                case INT, LONG -> new GatheredNumbers(column, true);
                case FLOAT, DOUBLE -> new GatheredNumbers(column, false);
                default -> new GatheredTexts(column, format != FileFormat.CSV && format != FileFormat.CSV_GZ);
            };
        }

        abstract void add(GenericRecord row);

        abstract ColumnValues values();
    }

    private static final class GatheredNumbers extends Gathered {
        private boolean whole;
        private double[] values = new double[1024];
        private int count;

        GatheredNumbers(Column column, boolean whole) {
            super(column);
            this.whole = whole;
        }

        @Override
        void add(GenericRecord row) {
            if (count == values.length) {
                values = Arrays.copyOf(values, Math.multiplyExact(count, 2));
            }
            @Nullable Object value = row.get(column.position());
            whole = whole && value != null;
            values[count++] = value instanceof Number number ? number.doubleValue() : Double.NaN;
        }

        @Override
        ColumnValues values() {
            return new ColumnValues.Numbers(Arrays.copyOf(values, count), whole);
        }
    }

    private static final class GatheredTexts extends Gathered {
        private final boolean typed;
        private final List<@Nullable String> values = new ArrayList<>();
        private final Map<String, String> known = new HashMap<>();

        GatheredTexts(Column column, boolean typed) {
            super(column);
            this.typed = typed;
        }

        @Override
        void add(GenericRecord row) {
            @Nullable Object value = row.get(column.position());
            values.add(value == null ? null : known.computeIfAbsent(value.toString(), text -> text));
        }

        @Override
        ColumnValues values() {
            return new ColumnValues.Texts(values, typed);
        }
    }
}
