package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.FileRecord.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "Row", "fields": [
                      {"name": "id", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "micros", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null},
                      {"name": "score", "type": ["null", "double"], "default": null},
                      {"name": "count", "type": ["null", "long"], "default": null},
                      {"name": "label", "type": "boolean"}
                    ]}
                    """);

    private final Path folder;

    TableWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void writesCsvThatAnybodyReads() throws Exception {
        write(
                "f.csv",
                List.of(
                        row("a", 1_522_540_831_000L, 1_522_540_831_000_001L, 0.1, 7L, true),
                        row("b, c", 500L, null, null, null, false)));
        assertThat(folder.resolve("f.csv")).content().isEqualTo("""
                        id,at,micros,score,count,label
                        a,2018-04-01T00:00:31Z,2018-04-01T00:00:31.000001Z,0.1,7,true
                        "b, c",1970-01-01T00:00:00.500Z,,,,false
                        """);
    }

    @Test
    void keepsARowOfASingleMissingValue() throws Exception {
        var single = SchemaBuilder.record("Single").fields().optionalDouble("x").endRecord();
        var missing = new GenericData.Record(single);
        var present = new GenericData.Record(single);
        present.put("x", 1.0);
        try (var table = TableWriter.create(folder.resolve("f.csv"), single)) {
            table.write(missing);
            table.write(present);
            table.commit();
        }
        assertThat(read("f.csv", single)).containsExactly(missing, present);
    }

    @Test
    void leavesNoTraceIfNotCommitted() throws Exception {
        Files.writeString(folder.resolve("f.csv"), "from before");
        try (var table = TableWriter.create(folder.resolve("f.csv"), SCHEMA)) {
            table.write(row("a", 1L, null, null, null, true));
        }
        assertThat(files()).containsExactly("f.csv");
        assertThat(folder.resolve("f.csv")).hasContent("from before");
    }

    @Test
    void replacesAFileOnlyWhenComplete() throws Exception {
        Files.writeString(folder.resolve("f.csv"), "from before");
        try (var table = TableWriter.create(folder.resolve("f.csv"), SCHEMA)) {
            table.write(row("a", 1L, null, null, null, true));
            assertThat(folder.resolve("f.csv")).hasContent("from before");
            table.commit();
            assertThatThrownBy(table::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(folder.resolve("f.csv")).content().startsWith("id,at,");
    }

    @Test
    void refusesWhatItCannotWrite() throws IOException {
        var nested = SchemaBuilder.record("N")
                .fields()
                .name("a")
                .type()
                .array()
                .items()
                .intType()
                .noDefault()
                .endRecord();
        assertThatThrownBy(() -> TableWriter.create(folder.resolve("f.csv"), nested))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessage(folder.resolve("f.csv")
                        + ": column a has a type that CSV cannot hold: {\"type\":\"array\",\"items\":\"int\"}");
        assertThatThrownBy(() -> TableWriter.create(folder.resolve("f.txt"), SCHEMA))
                .isInstanceOf(UnsuitableFileException.class);
        assertThatThrownBy(() -> TableWriter.create(folder.resolve("none/f.csv"), SCHEMA))
                .isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void resolvesAContainersSchemaToTheOneAskedFor() throws Exception {
        var older = SchemaBuilder.record("Row")
                .fields()
                .requiredInt("n")
                .requiredString("gone")
                .endRecord();
        var newer = SchemaBuilder.record("Row")
                .fields()
                .requiredLong("n")
                .optionalString("note")
                .endRecord();
        var row = new GenericData.Record(older);
        row.put("n", 5);
        row.put("gone", "x");
        try (var table = TableWriter.create(folder.resolve("f.avro"), older)) {
            table.write(row);
            table.commit();
        }
        assertThat(read("f.avro", newer)).singleElement().hasToString("{\"n\": 5, \"note\": null}");
    }

    @Test
    void refusesAContainerOfAnotherSchema() throws Exception {
        write("f.avro", List.of(row("a", 1L, null, null, null, true)));
        var other = SchemaBuilder.record("Row")
                .fields()
                .requiredLong("id")
                .requiredString("extra")
                .endRecord();
        assertThatThrownBy(() -> EventFile.open(folder.resolve("f.avro"), other))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining("TYPE_MISMATCH at /fields/0/type")
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1");
    }

    @Test
    void refusesAFileThatIsNoContainer() throws IOException {
        Files.writeString(folder.resolve("f.avro"), "id,at\n1,2\n");
        assertThatThrownBy(() -> EventFile.open(folder.resolve("f.avro"), SCHEMA))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageStartingWith(folder.resolve("f.avro") + ": is not an Avro container: ");
    }

    private static GenericRecord row(
            String id, long at, @Nullable Long micros, @Nullable Double score, @Nullable Long count, boolean label) {
        var row = new GenericData.Record(SCHEMA);
        row.put("id", new Utf8(id));
        row.put("at", at);
        row.put("micros", micros);
        row.put("score", score);
        row.put("count", count);
        row.put("label", label);
        return row;
    }

    private void write(String name, List<GenericRecord> rows) throws Exception {
        try (var table = TableWriter.create(folder.resolve(name), SCHEMA)) {
            for (var row : rows) {
                table.write(row);
            }
            table.commit();
        }
    }

    private List<GenericRecord> read(String name, Schema schema) throws Exception {
        var rows = new ArrayList<GenericRecord>();
        try (var events = EventFile.open(folder.resolve(name), schema)) {
            events.forEachRemaining(event -> rows.add(((Row) event).record()));
        }
        return rows;
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
