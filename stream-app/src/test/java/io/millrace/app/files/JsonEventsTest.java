package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.app.files.FileRecord.Row;
import io.millrace.app.files.FileRecord.Unreadable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonEventsTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Reading", "fields": [
                      {"name": "id", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "load", "type": "double"},
                      {"name": "count", "type": ["null", "int"]},
                      {"name": "unit", "type": "string", "default": "kW"},
                      {"name": "on", "type": "boolean"}
                    ]}
                    """);
    private static final String ROW =
            "{\"id\":\"r1\",\"at\":\"2018-04-01T00:00:31Z\",\"load\":1.5,\"count\":3,\"on\":true}";

    private final Path folder;

    JsonEventsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private List<FileRecord> read(String text) throws Exception {
        return Samples.outcomes(Files.writeString(folder.resolve("f.jsonl"), text), SCHEMA);
    }

    @Test
    void readsObjectsByTheirNames() throws Exception {
        var rows = read("\n" + ROW
                + "\r\n\n{ \"more\": {\"x\": [1, {}]}, \"on\": false, \"unit\": \"W\", \"load\": -1e3, \"at\": 5,"
                + " \"id\": \"\\u00e9\" }");

        assertThat(rows).extracting(FileRecord::row).containsExactly(1L, 2L);
        assertThat(((Row) rows.get(0)).record())
                .hasToString(
                        "{\"id\": \"r1\", \"at\": 1522540831000, \"load\": 1.5, \"count\": 3, \"unit\": \"kW\", \"on\": true}");
        assertThat(((Row) rows.get(1)).record())
                .hasToString(
                        "{\"id\": \"é\", \"at\": 5, \"load\": -1000.0, \"count\": null, \"unit\": \"W\", \"on\": false}");
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void makesABadLineAnOutcomeOfItsRow(String right, String wrong, String message) throws Exception {
        assertThat(ROW).contains(right);
        var rows = read(ROW + "\n\n" + ROW.replace(right, wrong) + "\n" + ROW);

        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).isEqualTo(new Unreadable(2, "line 3: " + message));
        assertThat(rows.get(2)).isInstanceOf(Row.class);
    }

    static Stream<Arguments> badLines() {
        return Stream.of(
                arguments(
                        "\"2018-04-01T00:00:31Z\"",
                        "\"soon\"",
                        "column at: must be a time such as 2018-04-01T12:30:00Z or a whole number, was \"soon\""),
                arguments("1.5", "\"much\"", "column load: must be a number, was \"much\""),
                arguments("1.5", "null", "column load: must not be null"),
                arguments("1.5", "true", "column load: must be a number, was \"true\""),
                arguments("1.5", "[1.5]", "column load: must be a number, was \"[\""),
                arguments(
                        "\"count\":3",
                        "\"count\":3.0",
                        "column count: must be a whole number from -2147483648 to 2147483647, was \"3.0\""),
                arguments("\"r1\"", "1", "column id: must be a text, was \"1\""),
                arguments(":true", ":\"yes\"", "column on: must be true or false, was \"yes\""),
                arguments("\"load\":1.5,", "", "column load is missing"),
                arguments("\"load\":1.5", "\"load\":1.5,\"load\":2.5", "column load: is there twice"),
                arguments("}", "} {}", "something follows the object"),
                arguments(ROW, "[1]", "is no JSON object"),
                arguments(ROW, "7", "is no JSON object"));
    }

    @Test
    void aLineThatBreaksOffIsABadRow() throws Exception {
        var rows = read(ROW + "\n" + ROW.substring(0, 30));

        assertThat(rows.get(0)).isInstanceOf(Row.class);
        assertThat(rows.get(1)).isInstanceOfSatisfying(Unreadable.class, row -> assertThat(row.message())
                .startsWith("line 2: is not JSON: "));
        assertThat(rows).hasSize(2);
    }

    @Test
    void bytesThatAreNotUtf8AreABadRow() throws Exception {
        var bytes = (ROW + "\n" + ROW).getBytes(StandardCharsets.ISO_8859_1);
        bytes[7] = (byte) 0xE4;
        var rows = Samples.outcomes(Files.write(folder.resolve("f.jsonl"), bytes), SCHEMA);

        assertThat(rows.get(0)).isInstanceOf(Unreadable.class);
        assertThat(rows.get(1)).isInstanceOf(Row.class);
    }

    @Test
    void linesLongerThanTheBufferAreRead() throws Exception {
        var rows = read(ROW + "\n" + ROW.replace("r1", "r".repeat(300_000)) + "\n" + ROW);

        assertThat(rows).hasSize(3).allMatch(Row.class::isInstance);
        assertThat(((Row) rows.get(1)).record().get("id")).isEqualTo("r".repeat(300_000));
    }

    @Test
    void refusesASchemaThatItCannotHold() throws Exception {
        var nested = SchemaBuilder.record("N")
                .fields()
                .name("a")
                .type()
                .array()
                .items()
                .intType()
                .noDefault()
                .endRecord();
        var file = Files.writeString(folder.resolve("f.jsonl"), "{\"a\": [1]}");

        assertThatThrownBy(() -> EventFile.open(file, nested))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessage(file
                        + ": column a has a type that JSON Lines cannot hold: {\"type\":\"array\",\"items\":\"int\"}");
    }
}
