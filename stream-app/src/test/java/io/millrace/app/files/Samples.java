package io.millrace.app.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Tables with a column of every kind, and the ways to write and read them. */
final class Samples {
    /** Every kind, and every kind that may be null. */
    static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Sample", "fields": [
                      {"name": "text", "type": "string"},
                      {"name": "mode", "type": {"type": "enum", "name": "Mode", "symbols": ["AUTO", "MANUAL"]}},
                      {"name": "on", "type": "boolean"},
                      {"name": "small", "type": "int"},
                      {"name": "large", "type": "long"},
                      {"name": "single", "type": "float"},
                      {"name": "double", "type": "double"},
                      {"name": "millis", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "micros", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                      {"name": "text_or_not", "type": ["null", "string"], "default": null},
                      {"name": "mode_or_not", "type": ["null", "Mode"], "default": null},
                      {"name": "on_or_not", "type": ["null", "boolean"], "default": null},
                      {"name": "small_or_not", "type": ["int", "null"]},
                      {"name": "large_or_not", "type": ["null", "long"], "default": null},
                      {"name": "single_or_not", "type": ["null", "float"], "default": null},
                      {"name": "double_or_not", "type": ["null", "double"], "default": null},
                      {"name": "millis_or_not", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
                      {"name": "micros_or_not", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]}
                    ]}
                    """);

    private static final int KINDS = 9;

    private Samples() {}

    /** A row of nine values, twice: once as they must be, once as they may be. */
    static GenericRecord row(Object... values) {
        var row = new GenericData.Record(SCHEMA);
        for (int i = 0; i < KINDS; i++) {
            row.put(i, values[i]);
            row.put(KINDS + i, values[i]);
        }
        return row;
    }

    /** The same with every value that may be null. */
    static GenericRecord withNulls(GenericRecord whole) {
        var row = new GenericData.Record((GenericData.Record) whole, true);
        for (int i = KINDS; i < 2 * KINDS; i++) {
            row.put(i, null);
        }
        return row;
    }

    static GenericData.EnumSymbol mode(String name) {
        return new GenericData.EnumSymbol(SCHEMA.getField("mode").schema(), name);
    }

    /** Values at the edges of their kinds. */
    static List<GenericRecord> edges() {
        var usual = row("a", mode("AUTO"), true, 1, 2L, 0.1f, 0.1, 1_522_540_831_000L, 1_522_540_831_000_001L);
        return List.of(
                usual,
                withNulls(usual),
                row(
                        "",
                        mode("MANUAL"),
                        false,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Float.MIN_VALUE,
                        Double.MIN_VALUE,
                        -1L,
                        -1L),
                row(
                        "b, \"c\"\r\nd\te é 漢 𝄞",
                        mode("AUTO"),
                        true,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.MAX_VALUE,
                        Double.MAX_VALUE,
                        253_402_300_799_999L,
                        253_402_300_799_999_999L),
                row(" x ", mode("AUTO"), true, -1, -1L, Float.NaN, Double.NaN, 999L, 999L),
                row("\"", mode("AUTO"), true, 0, 0L, Float.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1_000L, 1_000L),
                row(",", mode("AUTO"), true, 0, 0L, -0.0f, -0.0, 0L, 0L),
                row("long ".repeat(30_000), mode("AUTO"), true, 0, 0L, 1e-7f, 1e-7, 500L, 120_500_000L));
    }

    /** Rows of no particular values. */
    static List<GenericRecord> many(int rows) {
        var random = new Random(7);
        var samples = new ArrayList<GenericRecord>();
        for (int i = 0; i < rows; i++) {
            var row = row(
                    "name-" + random.nextInt(1_000),
                    mode(random.nextBoolean() ? "AUTO" : "MANUAL"),
                    random.nextBoolean(),
                    random.nextInt(),
                    random.nextLong(),
                    Float.intBitsToFloat(random.nextInt()),
                    Double.longBitsToDouble(random.nextLong()),
                    1_522_540_800_000L + i * 250L,
                    1_522_540_800_000_000L + i * 17L);
            samples.add(random.nextInt(3) == 0 ? withNulls(row) : row);
        }
        return samples;
    }

    static Path write(Path file, List<GenericRecord> rows) throws Exception {
        try (var table = TableWriter.create(file, rows.get(0).getSchema())) {
            for (var row : rows) {
                table.write(row);
            }
            table.commit();
        }
        return file;
    }

    static List<GenericRecord> read(Path file) throws Exception {
        var rows = new ArrayList<GenericRecord>();
        for (var next : outcomes(file, SCHEMA)) {
            rows.add(((FileRecord.Row) next).record());
        }
        return rows;
    }

    static List<FileRecord> outcomes(Path file, Schema schema) throws Exception {
        var rows = new ArrayList<FileRecord>();
        try (var events = EventFile.open(file, schema)) {
            events.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** The values of a row to the bit; texts as texts. */
    static List<@Nullable Object> bits(GenericRecord row) {
        var bits = new ArrayList<@Nullable Object>();
        for (int i = 0; i < row.getSchema().getFields().size(); i++) {
            var value = row.get(i);
            if (value instanceof Double number) {
                bits.add(Double.isNaN(number) ? "NaN" : Double.doubleToRawLongBits(number) + "d");
            } else if (value instanceof Float number) {
                bits.add(Float.isNaN(number) ? "NaN" : Float.floatToRawIntBits(number) + "f");
            } else {
                bits.add(
                        value instanceof CharSequence || value instanceof GenericData.EnumSymbol
                                ? value.toString()
                                : value);
            }
        }
        return bits;
    }
}
