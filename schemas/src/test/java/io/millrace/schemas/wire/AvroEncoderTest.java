package io.millrace.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.deadletter.DeadLetterHeader;
import io.millrace.schemas.transactions.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class AvroEncoderTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final Transaction TRANSACTION = new Transaction("t-1", NOON, "c-1", "m-1", 12.5, "DE");

    private final AvroEncoder encoder = new AvroEncoder(0x01020304, Transaction.getClassSchema());

    @Test
    void writesTheHeaderInNetworkOrder() {
        assertThat(encoder.encode(TRANSACTION)).startsWith(0, 1, 2, 3, 4);
    }

    @Test
    void writesAGeneratedRecordThatAvroReadsBack() throws IOException {
        var payload = encoder.encode(TRANSACTION);

        var read = new GenericDatumReader<GenericRecord>(Transaction.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(payload, 5, payload.length - 5, null));

        assertThat(read.get("transaction_id")).isEqualTo("t-1");
        assertThat(read.get("tx_time")).isEqualTo(NOON.toEpochMilli());
        assertThat(read.get("amount")).isEqualTo(12.5);
        assertThat(read.get("country")).isEqualTo("DE");
    }

    @Test
    void writesAGenericRecordToTheSameBytes() {
        var generic = new GenericData.Record(Transaction.getClassSchema());
        generic.put("transaction_id", "t-1");
        generic.put("tx_time", NOON.toEpochMilli());
        generic.put("customer_id", "c-1");
        generic.put("terminal_id", "m-1");
        generic.put("amount", 12.5);
        generic.put("country", "DE");

        assertThat(encoder.encode(generic)).isEqualTo(encoder.encode(TRANSACTION));
    }

    @Test
    void keepsADeadLettersBytesByteByByte() {
        var noise = Payloads.random(1000, 5);
        var letter = DeadLetter.newBuilder()
                .setPipeline("transactions")
                .setStage("contract")
                .setReason("malformed")
                .setTopic("transactions")
                .setPartition(3)
                .setOffset(42)
                .setTimestamp(NOON)
                .setKey(null)
                .setValue(ByteBuffer.wrap(noise))
                .setHeaders(List.of(
                        new DeadLetterHeader("twice", ByteBuffer.wrap(new byte[0])),
                        new DeadLetterHeader("twice", null)))
                .setFailedAt(NOON)
                .build();
        var payloads = new Payloads();
        int id = payloads.register("dead-letters", DeadLetter.getClassSchema());

        var payload = new AvroEncoder(id, DeadLetter.getClassSchema()).encode(letter);
        var decoded = payloads.decoder(DeadLetter.getClassSchema()).decode(payload);

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Value.class, value -> {
            assertThat(value.record().get("value")).isEqualTo(ByteBuffer.wrap(noise));
            assertThat(value.record().get("key")).isNull();
            assertThat(value.record().get("timestamp")).isEqualTo(NOON.toEpochMilli());
            assertThat((List<?>) value.record().get("headers")).hasSize(2);
        });
    }

    @Test
    void refusesARecordThatDoesNotFitAndGoesOn() {
        GenericRecord incomplete = new GenericData.Record(Transaction.getClassSchema());
        incomplete.put("transaction_id", "t-2");
        var expected = encoder.encode(TRANSACTION);

        assertThatThrownBy(() -> encoder.encode(incomplete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Transaction");

        assertThat(encoder.encode(TRANSACTION)).isEqualTo(expected);
    }

    @Test
    void everyPayloadIsAnArrayOfItsOwn() {
        var first = encoder.encode(TRANSACTION);
        var copy = Arrays.copyOf(first, first.length);

        encoder.encode(new Transaction("another", NOON, "c", "m", 1.0, ""));

        assertThat(first).isEqualTo(copy);
    }

    @Test
    void kafkasSerializerWritesTheSameAndLeavesNullAlone() {
        try (var serializer = new AvroSerializer<Transaction>(0x01020304, Transaction.getClassSchema())) {
            assertThat(serializer.serialize("transactions", TRANSACTION)).isEqualTo(encoder.encode(TRANSACTION));
            assertThat(serializer.serialize("transactions", null)).isNull();
        }
    }

    @Test
    void kafkasDeserializerYieldsAVerdictForEveryValue() {
        var payloads = new Payloads();
        int id = payloads.register("transactions-value", Transaction.getClassSchema());
        var payload = new AvroEncoder(id, Transaction.getClassSchema()).encode(TRANSACTION);

        try (var deserializer = new DecodedDeserializer(payloads.registry, Transaction.getClassSchema())) {
            assertThat(deserializer.deserialize("transactions", payload)).isInstanceOf(Decoded.Value.class);
            assertThat(deserializer.deserialize("transactions", (byte[]) null)).isInstanceOf(Decoded.Malformed.class);
            assertThat(deserializer.deserialize("transactions", new byte[] {1})).isInstanceOf(Decoded.Malformed.class);
        }
    }
}
