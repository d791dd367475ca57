package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.app.files.FileRecord.Row;
import io.millrace.app.files.FileRecord.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvEventsTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Reading", "fields": [
                      {"name": "id", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "micros", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null},
                      {"name": "load", "type": "double"},
                      {"name": "speed", "type": ["null", "float"]},
                      {"name": "count", "type": ["int", "null"]},
                      {"name": "total", "type": "long"},
                      {"name": "on", "type": "boolean"},
                      {"name": "mode", "type": {"type": "enum", "name": "Mode", "symbols": ["AUTO", "MANUAL"]}},
                      {"name": "note", "type": ["null", "string"], "default": null}
                    ]}
                    """);
    private static final String HEADER = "id,at,micros,load,speed,count,total,on,mode,note\n";
    private static final String ROW = "r1,2018-04-01T00:00:31Z,,1.5,2.5,3,4,true,AUTO,fine\n";
    private static final long AT = 1_522_540_831_000L;

    private final Path folder;

    CsvEventsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsRowsAndTheirNumbers() throws Exception {
        var records = read(HEADER + ROW + "\n" + "\"r\n2\",0,1,-1e3,,,-9,0,MANUAL,\"a \"\"b\"\", c\"\r\n" + ROW);

        assertThat(records).extracting(FileRecord::row).containsExactly(1L, 2L, 3L);
        assertThat(((Row) records.get(0)).record())
                .hasToString(
                        "{\"id\": \"r1\", \"at\": 1522540831000, \"micros\": null, \"load\": 1.5, \"speed\": 2.5, \"count\": 3,"
                                + " \"total\": 4, \"on\": true, \"mode\": \"AUTO\", \"note\": \"fine\"}");
        assertThat(((Row) records.get(1)).record())
                .hasToString(
                        "{\"id\": \"r\\n2\", \"at\": 0, \"micros\": 1, \"load\": -1000.0, \"speed\": null, \"count\": null,"
                                + " \"total\": -9, \"on\": false, \"mode\": \"MANUAL\", \"note\": \"a \\\"b\\\", c\"}");
        assertThat(((Row) records.get(0)).record().get("load")).isInstanceOf(Double.class);
        assertThat(((Row) records.get(0)).record().get("speed")).isInstanceOf(Float.class);
        assertThat(((Row) records.get(0)).record().get("count")).isInstanceOf(Integer.class);
    }

    @Test
    void findsColumnsByNameAndIgnoresOthers() throws Exception {
        var shuffled = "extra,total,on,mode,load,speed,count,id,at\n" + "?,4,1,AUTO,1.5,2.5,3,r1," + AT + "\n";
        assertThat(((Row) read(shuffled).get(0)).record())
                .hasToString(
                        "{\"id\": \"r1\", \"at\": 1522540831000, \"micros\": null, \"load\": 1.5, \"speed\": 2.5, \"count\": 3,"
                                + " \"total\": 4, \"on\": true, \"mode\": \"AUTO\", \"note\": null}");
    }

    @Test
    void readsAFileWithAByteOrderMarkAndOneWithoutRows() throws Exception {
        assertThat(read("\uFEFF" + HEADER + ROW)).hasSize(1).allMatch(Row.class::isInstance);
        assertThat(read(HEADER)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("times")
    void readsTimes(String text, long expected) throws Exception {
        var row = (Row) read(HEADER + ROW.replace("2018-04-01T00:00:31Z", text)).get(0);
        assertThat(row.record().get("at")).isEqualTo(expected);
    }

    static Stream<Arguments> times() {
        return Stream.of(
                arguments("2018-04-01T00:00:31Z", AT),
                arguments("2018-04-01T02:00:31+02:00", AT),
                arguments("2018-04-01T00:00:31", AT),
                arguments("2018-04-01 00:00:31", AT),
                arguments("2018-04-01 00:00:31.25", AT + 250),
                arguments("2018-04-01T00:00", AT - 31_000),
                arguments("1522540831000", AT),
                arguments("-1", -1L),
                arguments("1969-12-31T23:59:59.999Z", -1L));
    }

    @ParameterizedTest
    @MethodSource("badCells")
    void makesABadCellAnOutcomeOfItsRow(String right, String wrong, String message) throws Exception {
        assertThat(ROW).contains(right);
        var records = read(HEADER + ROW + ROW.replace(right, wrong) + ROW);
        assertThat(records).hasSize(3);
        assertThat(records.get(1)).isEqualTo(new Unreadable(2, "line 3: " + message));
        assertThat(records.get(2)).isInstanceOf(Row.class);
    }

    static Stream<Arguments> badCells() {
        var time = "column at: must be a time such as 2018-04-01T12:30:00Z or a whole number, was ";
        var whole = "must be a whole number from -2147483648 to 2147483647, was ";
        return Stream.of(
                arguments("2018-04-01T00:00:31Z", "yesterday", time + "\"yesterday\""),
                arguments("2018-04-01T00:00:31Z", "2018-02-30T00:00:31Z", time + "\"2018-02-30T00:00:31Z\""),
                arguments("2018-04-01T00:00:31Z", "", time + "empty"),
                arguments("1.5", "", "column load: must be a number, was empty"),
                arguments("1.5", "1.5d", "column load: must be a number, was \"1.5d\""),
                arguments("1.5", "0x1p3", "column load: must be a number, was \"0x1p3\""),
                arguments("1.5", " 1.5", "column load: must be a number, was \" 1.5\""),
                arguments("2.5", "fast", "column speed: must be a number, was \"fast\""),
                arguments(",3,", ",3.0,", "column count: " + whole + "\"3.0\""),
                arguments(",3,", ",2147483648,", "column count: " + whole + "\"2147483648\""),
                arguments(
                        ",4,",
                        ",9223372036854775808,",
                        "column total: must be a whole number from -9223372036854775808 to 9223372036854775807, was"
                                + " \"9223372036854775808\""),
                arguments("true", "yes", "column on: must be true or false, was \"yes\""),
                arguments("AUTO", "auto", "column mode: must be one of AUTO, MANUAL, was \"auto\""),
                arguments("fine", "fi\uFFFDne", "column note: must be UTF-8, was \"fi\uFFFDne\""),
                arguments(",fine", "", "has 9 cells, the header has 10"),
                arguments(",fine", ",fine,more", "has 11 cells, the header has 10"),
                arguments(
                        "1.5,2.5",
                        "a,b",
                        "column load: must be a number, was \"a\"; column speed: must be a number, was \"b\""),
                arguments("1.5", "x".repeat(50), "column load: must be a number, was \"" + "x".repeat(40) + "...\""));
    }

    @Test
    void takesNumbersThatAreNotFiniteForWhatTheyAre() throws Exception {
        var row = (Row) read(HEADER + ROW.replace("1.5,2.5", "NaN,-Infinity")).get(0);
        assertThat(row.record().get("load")).isEqualTo(Double.NaN);
        assertThat(row.record().get("speed")).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void noticesBytesThatAreNotUtf8() throws Exception {
        var bytes = (HEADER + ROW).getBytes(StandardCharsets.ISO_8859_1);
        bytes[bytes.length - 2] = (byte) 0xE4;
        var file = Files.write(folder.resolve("f.csv"), bytes);
        assertThat(read(file))
                .containsExactly(new Unreadable(1, "line 2: column note: must be UTF-8, was \"fin\uFFFD\""));
    }

    @Test
    void listsEveryMissingColumn() {
        assertThatThrownBy(() -> read("id,micros,load,load,speed,count,total\n"))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessage(folder.resolve("f.csv") + ": column load is there twice; column at is missing;"
                        + " column on is missing; column mode is missing");
    }

    @Test
    void listsEveryColumnThatCsvCannotHold() throws IOException {
        var nested = new Schema.Parser().parse("""
                        {"type": "record", "name": "N", "fields": [
                          {"name": "a", "type": {"type": "array", "items": "int"}},
                          {"name": "b", "type": ["null", "int", "string"]},
                          {"name": "c", "type": {"type": "int", "logicalType": "date"}},
                          {"name": "d", "type": "int"}
                        ]}
                        """);
        var file = Files.writeString(folder.resolve("n.csv"), "a,b,c,d\n");
        assertThatThrownBy(() -> EventFile.open(file, nested))
                .hasMessage(file + ": column a has a type that CSV cannot hold: {\"type\":\"array\",\"items\":\"int\"};"
                        + " column b has a type that CSV cannot hold: [\"null\",\"int\",\"string\"];"
                        + " column c has a type that CSV cannot hold: {\"type\":\"int\",\"logicalType\":\"date\"}");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining("column id is missing");
    }

    @Test
    void refusesOtherNamesAndAbsentFiles() {
        assertThatThrownBy(() -> EventFile.open(folder.resolve("f.txt"), SCHEMA))
                .hasMessage(folder.resolve("f.txt")
                        + ": the name must end in .csv, .csv.gz, .avro, .jsonl, .jsonl.gz, .parquet");
        assertThatThrownBy(() -> EventFile.open(folder.resolve("f.csv"), SCHEMA))
                .hasMessage(folder.resolve("f.csv") + ": no such file");
    }

    @Test
    void tellsATextOfLengthZeroFromNone() throws Exception {
        var rows = read(HEADER + ROW.replace("fine", "\"\"") + ROW.replace("fine", ""));
        assertThat(rows).extracting(row -> ((Row) row).record().get("note")).containsExactly("", null);
    }

    @Test
    void takesAQuotedCellWithNothingInItForNullWhereOnlyTextsMayBeEmpty() throws Exception {
        var row = (Row) read(HEADER + ROW.replace(",3,", ",\"\",")).get(0);
        assertThat(row.record().get("count")).isNull();
    }

    @Test
    void stopsWhereAFileIsNoLongerCsv() throws Exception {
        var file = Files.writeString(folder.resolve("f.csv"), HEADER + ROW + "\"r2,0,,1,,,1,true,AUTO,\n" + ROW);
        try (var events = EventFile.open(file, SCHEMA)) {
            assertThat(events.next()).isInstanceOf(Row.class);
            assertThatThrownBy(events::next)
                    .hasCauseInstanceOf(DamagedFileException.class)
                    .hasMessageContaining(file + ": damaged after row 1: ")
                    .hasMessageContaining("line 3");
        }
    }

    @Test
    void refusesWhatIsNotGzip() throws Exception {
        var file = Files.writeString(folder.resolve("f.csv.gz"), HEADER + ROW);
        assertThatThrownBy(() -> EventFile.open(file, SCHEMA))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageStartingWith(file + ": is not gzipped CSV: ");
    }

    private List<FileRecord> read(String text) throws Exception {
        return read(Files.writeString(folder.resolve("f.csv"), text));
    }

    private static List<FileRecord> read(Path file) throws Exception {
        var records = new ArrayList<FileRecord>();
        try (var events = EventFile.open(file, SCHEMA)) {
            events.forEachRemaining(records::add);
        }
        return records;
    }
}
