package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.files.FileRecord.Row;
import io.millrace.app.files.FileRecord.Unreadable;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroEventsTest {
    private static final Schema WRITER = SchemaBuilder.record("R")
            .fields()
            .name("mode")
            .type()
            .enumeration("Mode")
            .symbols("AUTO", "MANUAL", "BROKEN")
            .noDefault()
            .requiredString("id")
            .endRecord();
    private static final Schema READER = SchemaBuilder.record("R")
            .fields()
            .requiredString("id")
            .name("mode")
            .type()
            .enumeration("Mode")
            .symbols("AUTO", "MANUAL")
            .noDefault()
            .endRecord();

    private static GenericRecord row(String mode, String id) {
        var row = new GenericData.Record(WRITER);
        row.put("mode", new GenericData.EnumSymbol(WRITER.getField("mode").schema(), mode));
        row.put("id", id);
        return row;
    }

    @Test
    void aRecordThatDoesNotResolveIsABadRowAndTheNextOnesAreRead(@TempDir Path folder) throws Exception {
        // Given: the third breaks off the reading of itself in its middle
        var rows = new ArrayList<GenericRecord>();
        rows.add(row("AUTO", "a"));
        rows.add(row("MANUAL", "b"));
        rows.add(row("BROKEN", "a text that would be read as anything"));
        rows.add(row("AUTO", "d"));
        var file = Samples.write(folder.resolve("f.avro"), rows);

        var read = Samples.outcomes(file, READER);

        assertThat(read).hasSize(4);
        assertThat(read.get(2)).isInstanceOfSatisfying(Unreadable.class, bad -> {
            assertThat(bad.row()).isEqualTo(3);
            assertThat(bad.message()).contains("BROKEN");
        });
        assertThat(((Row) read.get(3)).record()).hasToString("{\"id\": \"d\", \"mode\": \"AUTO\"}");
        assertThat(((Row) read.get(1)).record().get("id")).isInstanceOf(String.class);
    }
}
