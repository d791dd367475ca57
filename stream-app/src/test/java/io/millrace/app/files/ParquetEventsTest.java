package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.FileRecord.Row;
import io.millrace.app.files.FileRecord.Unreadable;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that others wrote. */
class ParquetEventsTest {
    private final Path file;

    ParquetEventsTest(@TempDir Path folder) {
        this.file = folder.resolve("f.parquet");
    }

    /** Fills in a row. */
    private interface Fill {
        void in(Group row);
    }

    private void write(String message, Fill... rows) throws Exception {
        write(CompressionCodecName.SNAPPY, MessageTypeParser.parseMessageType(message), List.of(rows));
    }

    private void write(CompressionCodecName codec, MessageType type, List<Fill> rows) throws Exception {
        try (var out = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(type)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(codec)
                .build()) {
            for (var row : rows) {
                var group = new SimpleGroupFactory(type).newGroup();
                row.in(group);
                out.write(group);
            }
        }
    }

    private static Schema schema(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + fields + "]}");
    }

    private static String field(String name, String type) {
        return "{\"name\": \"" + name + "\", \"type\": " + type + "}";
    }

    private List<String> read(Schema schema) throws Exception {
        return Samples.outcomes(file, schema).stream()
                .map(row -> row instanceof Row whole ? whole.record().toString() : ((Unreadable) row).message())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void readsEveryUsualCompression(CompressionCodecName codec) throws Exception {
        write(
                codec,
                MessageTypeParser.parseMessageType("message m { required binary id (STRING); }"),
                List.of(row -> row.add("id", "a"), row -> row.add("id", "b")));

        assertThat(read(schema(field("id", "\"string\"")))).containsExactly("{\"id\": \"a\"}", "{\"id\": \"b\"}");
    }

    @Test
    void saysWhichCompressionItCannotRead() {
        assertThatThrownBy(() -> new ParquetCodecs().getDecompressor(CompressionCodecName.BROTLI))
                .hasMessage("compression BROTLI cannot be read; UNCOMPRESSED, SNAPPY, ZSTD and GZIP can");
    }

    @Test
    void takesNumbersAsDataFramesKeepThem() throws Exception {
        write(
                "message m { optional int64 a; optional double b; optional double c; optional int32 d (INTEGER(8,true));"
                        + " optional float e; optional int64 f (DECIMAL(10,2)); optional fixed_len_byte_array(2) g (DECIMAL(4,1)); }",
                row -> {
                    row.add("a", 5L);
                    row.add("b", 6.0);
                    row.add("c", 7.0);
                    row.add("d", 8);
                    row.add("e", 0.5f);
                    row.add("f", 1234L);
                    row.add(
                            "g",
                            Binary.fromConstantByteArray(
                                    BigInteger.valueOf(-15).toByteArray().length == 2
                                            ? BigInteger.valueOf(-15).toByteArray()
                                            : new byte[] {(byte) 0xff, (byte) 0xf1}));
                });

        var wanted = schema(String.join(
                ",",
                field("a", "\"int\""),
                field("b", "\"long\""),
                field("c", "\"int\""),
                field("d", "\"double\""),
                field("e", "\"double\""),
                field("f", "\"double\""),
                field("g", "\"double\"")));
        assertThat(read(wanted))
                .containsExactly("{\"a\": 5, \"b\": 6, \"c\": 7, \"d\": 8.0, \"e\": 0.5, \"f\": 12.34, \"g\": -1.5}");
    }

    @Test
    void takesTimesOfAnyUnit() throws Exception {
        write(
                "message m { required int64 a (TIMESTAMP(NANOS,true)); required int64 b (TIMESTAMP(MICROS,false));"
                        + " required int64 c (TIMESTAMP(MILLIS,true)); required int96 d; required int64 e; }",
                row -> {
                    row.add("a", -1L);
                    row.add("b", 1_999L);
                    row.add("c", 3L);
                    row.add("d", new NanoTime(2_440_589, 4_000_000));
                    row.add("e", 5L);
                });

        var millis = "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";
        var micros = "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}";
        assertThat(read(schema(String.join(
                        ",",
                        field("a", millis),
                        field("b", millis),
                        field("c", micros),
                        field("d", millis),
                        field("e", millis)))))
                .hasSize(1)
                .first()
                .satisfies(row ->
                        assertThat(row).isEqualTo("{\"a\": -1, \"b\": 1, \"c\": 3000, \"d\": 86400004, \"e\": 5}"));
    }

    @Test
    void makesABadValueAnOutcomeOfItsRow() throws Exception {
        write(
                "message m { optional int64 a; optional double b; optional binary c; }",
                row -> {
                    row.add("a", 1L);
                    row.add("b", 1.0);
                    row.add("c", "AUTO");
                },
                row -> {
                    row.add("a", 1L << 31);
                    row.add("b", 1.5);
                    row.add("c", "auto");
                },
                row -> {},
                row -> {
                    row.add("a", 2L);
                    row.add("b", Double.NaN);
                    row.add("c", "AUTO");
                });

        var wanted = schema(String.join(
                ",",
                field("a", "\"int\""),
                field("b", "[\"null\", \"long\"]"),
                field("c", "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"AUTO\"]}")));
        assertThat(read(wanted))
                .containsExactly(
                        "{\"a\": 1, \"b\": 1, \"c\": \"AUTO\"}",
                        "column a: must be a whole number from -2147483648 to 2147483647, was \"2147483648\"; column b:"
                                + " must be a whole number, was \"1.5\"; column c: must be one of AUTO, was \"auto\"",
                        "column a: must not be null; column c: must not be null",
                        "{\"a\": 2, \"b\": null, \"c\": \"AUTO\"}");
    }

    @Test
    void findsColumnsByNameAndFillsInDefaults() throws Exception {
        write("message m { required int64 more; required group deep { required int32 x; } required int64 a; }", row -> {
            row.add("more", 1L);
            row.addGroup("deep").add("x", 1);
            row.add("a", 2L);
        });
        var wanted = SchemaBuilder.record("R")
                .fields()
                .optionalString("note")
                .requiredLong("a")
                .endRecord();

        assertThat(read(wanted)).containsExactly("{\"note\": null, \"a\": 2}");
    }

    @Test
    void listsEveryColumnThatCannotBeRead() throws Exception {
        write(
                "message m { required binary a (STRING); repeated int64 b; required group c { required int64 x; }"
                        + " required int32 d (DATE); }",
                row -> {
                    row.add("a", "x");
                    row.addGroup("c").add("x", 1L);
                    row.add("d", 1);
                });
        var wanted = SchemaBuilder.record("R")
                .fields()
                .requiredLong("a")
                .requiredLong("b")
                .requiredLong("c")
                .requiredLong("d")
                .requiredLong("e")
                .endRecord();

        assertThatThrownBy(() -> read(wanted))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining(
                        file + ": column a is required binary a (STRING) and cannot be read as \"long\"; column b")
                .hasMessageContaining("column c")
                .hasMessageContaining("column d is required int32 d (DATE)")
                .hasMessageEndingWith("column e is missing");
    }
}
