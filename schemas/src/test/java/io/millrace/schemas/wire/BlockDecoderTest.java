package io.millrace.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.wire.Decoded.Fault;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockDecoderTest {
    private static final Schema WRITER = SchemaBuilder.record("Row")
            .fields()
            .optionalString("id")
            .requiredInt("n")
            .endRecord();
    private static final Schema READER = SchemaBuilder.record("Event")
            .fields()
            .requiredLong("n")
            .requiredString("id")
            .endRecord();

    private static byte[] block(@Nullable String... ids) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        var writer = new GenericDatumWriter<GenericRecord>(WRITER);
        for (var id : ids) {
            var row = new GenericData.Record(WRITER);
            row.put("id", id);
            row.put("n", 7);
            writer.write(row, encoder);
        }
        return bytes.toByteArray();
    }

    @Test
    void readsOneRecordAfterTheOtherWhateverTheirName() throws Exception {
        var decoder = new BlockDecoder(WRITER, READER);
        decoder.reset(block("a", "b"));

        assertThat(((Decoded.Value) decoder.next()).record()).hasToString("{\"n\": 7, \"id\": \"a\"}");
        var second = ((Decoded.Value) decoder.next()).record();
        assertThat(second.get("id")).isEqualTo("b").isInstanceOf(String.class);
        assertThat(second.getSchema()).isEqualTo(READER);
    }

    @Test
    void passesOverARecordWithoutCounterpart() throws Exception {
        var decoder = new BlockDecoder(WRITER, READER);
        decoder.reset(block("a", null, "c"));

        assertThat(decoder.next()).isInstanceOf(Decoded.Value.class);
        assertThat(decoder.next()).isInstanceOfSatisfying(Decoded.Malformed.class, bad -> assertThat(bad.fault())
                .isEqualTo(Fault.INCOMPATIBLE_SCHEMA));
        assertThat(((Decoded.Value) decoder.next()).record().get("id")).isEqualTo("c");
    }

    @Test
    void noticesABlockThatBreaksOff() throws Exception {
        var decoder = new BlockDecoder(WRITER, READER);
        var bytes = block("a", "b");
        decoder.reset(Arrays.copyOf(bytes, bytes.length - 2));

        assertThat(decoder.next()).isInstanceOf(Decoded.Value.class);
        assertThat(decoder.next()).isInstanceOfSatisfying(Decoded.Malformed.class, bad -> assertThat(bad.fault())
                .isEqualTo(Fault.MALFORMED));
    }

    @Test
    void refusesASchemaThatNoRecordCanBeReadAs() {
        var other = SchemaBuilder.record("Event").fields().requiredLong("id").endRecord();

        assertThatThrownBy(() -> new BlockDecoder(WRITER, other)).isInstanceOf(IllegalArgumentException.class);
    }
}
