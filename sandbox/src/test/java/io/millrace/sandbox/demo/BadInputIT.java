package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.sensors.SensorReading;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad input, through the shipped transactions pipeline on a real broker. */
class BadInputIT {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final byte[] HEADER = "trace-7".getBytes(UTF_8);

    private static KafkaUnderTest kafka;
    private static SandboxRegistry registry;
    private static PipelineRuntime runtime;
    private static AvroEncoder encoder;
    private static int otherSchema;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        NativeCache.prepare();
        kafka = KafkaUnderTest.start();
        registry = SandboxRegistry.start();
        Topics.createMissing(kafka.bootstrap(), Domain.TRANSACTIONS, 1);
        var schemas = SchemaRegistry.connect(registry.url());
        int id = schemas.register("transactions-value", Transaction.getClassSchema());
        otherSchema = schemas.register("sensor-readings-value", SensorReading.getClassSchema());
        encoder = new AvroEncoder(id, Transaction.getClassSchema());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
        var pipeline = PipelineFolder.read(Path.of("../pipelines/transactions"));
        var settings = new RunSettings(kafka.bootstrap(), registry.url(), state, 0, 1, Set.of(Role.SCORE), null, 1);
        runtime = new PipelineRuntime(pipeline, settings);
        runtime.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws Exception {
        producer.close();
        runtime.close();
        registry.close();
        kafka.close();
    }

    @Test
    void everyBadRecordIsOneDeadLetterWithItsReasonAndTheNextOneIsScored() throws Exception {
        // Given
        var cases = new ArrayList<Case>();
        cases.add(new Case("null-value", "c-1", null));
        cases.add(new Case("null-key", null, bytes("k-1", NOON, "c-1", 10)));
        cases.add(new Case("key-mismatch", "c-2", bytes("k-2", NOON, "c-1", 10)));
        cases.add(new Case("malformed", "c-1", new byte[0]));
        cases.add(new Case("malformed", "c-1", new byte[] {0, 0, 0}));
        cases.add(new Case("malformed", "c-1", "{\"transaction_id\": \"t\"}".getBytes(UTF_8)));
        cases.add(new Case("malformed", "c-1", cut(bytes("m-1", NOON, "c-1", 10), 3)));
        cases.add(new Case("malformed", "c-1", followed(bytes("m-2", NOON, "c-1", 10), 0)));
        cases.add(new Case("malformed", "c-1", wrongMagic(bytes("m-3", NOON, "c-1", 10))));
        cases.add(new Case("too-large", "c-1", new byte[300 * 1024]));
        cases.add(new Case("unknown-schema", "c-1", withSchemaId(bytes("u-0", NOON, "c-1", 10), 0)));
        cases.add(new Case("incompatible-schema", "c-1", withSchemaId(bytes("i-1", NOON, "c-1", 10), otherSchema)));
        cases.add(new Case("unknown-schema", "c-1", withSchemaId(bytes("u-1", NOON, "c-1", 10), 999_999)));
        cases.add(new Case("missing-id", "c-1", bytes("", NOON, "c-1", 10)));
        cases.add(new Case("contract", "c-1", bytes("b-1", NOON, "c-1", -0.01)));
        cases.add(new Case("contract", "c-1", bytes("b-2", NOON, "c-1", Double.NaN)));
        cases.add(new Case("negative-time", "c-1", bytes("n-1", Instant.ofEpochMilli(-1), "c-1", 10)));
        cases.add(new Case("future", "c-1", bytes("f-1", Instant.parse("2199-01-01T00:00:00Z"), "c-1", 10)));
        cases.add(new Case("late", "c-1", bytes("l-1", NOON.minus(Duration.ofHours(2)), "c-1", 10)));
        cases.add(new Case("duplicate", "c-1", bytes("good-0", NOON, "c-1", 10)));

        // When
        var expected = new TreeMap<Long, Case>();
        int good = 0;
        send(new Case("", "c-1", bytes("good-" + good++, NOON, "c-1", 10)));
        for (var bad : cases) {
            expected.put(send(bad), bad);
            send(new Case("", "c-1", bytes("good-" + good++, NOON, "c-1", 10)));
        }

        // Then
        var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url()));
        var wantedPredictions = good;
        committed.read("transactions.predictions", records -> records.size() >= wantedPredictions, "predictions");
        committed.read("transactions.dead-letters", records -> records.size() >= cases.size(), "dead letters");
        runtime.close(); // from here on nothing more can come
        var predictions = committed.readAll("transactions.predictions");
        var deadLetters = committed.readAll("transactions.dead-letters");
        assertThat(predictions.stream().map(record -> new String(record.key(), UTF_8)))
                .containsExactlyInAnyOrderElementsOf(ids(good));
        assertThat(deadLetters).hasSize(cases.size());
        var reasons = new TreeMap<Long, String>();
        for (var record : deadLetters) {
            var letter = committed.decode(record.value());
            long offset = (long) letter.get("offset");
            var bad = requireNonNull(expected.get(offset), "a dead letter of a record that was not bad");
            reasons.put(offset, letter.get("reason").toString());
            assertThat(letter.get("topic")).hasToString("transactions");
            assertThat(letter.get("partition")).isEqualTo(0);
            assertThat(letter.get("pipeline")).hasToString("transactions");
            assertThat(array(letter.get("value"))).as(bad.reason()).isEqualTo(bad.value());
            assertThat(array(letter.get("key")))
                    .isEqualTo(bad.key() == null ? null : bad.key().getBytes(UTF_8));
            assertThat((List<?>) letter.get("headers")).singleElement().satisfies(header -> {
                assertThat(((GenericRecord) header).get("name")).hasToString("trace");
                assertThat(array(((GenericRecord) header).get("value"))).isEqualTo(HEADER);
            });
            assertThat(record.headers().lastHeader("trace").value()).isEqualTo(HEADER);
        }
        var wanted = new TreeMap<Long, String>();
        expected.forEach((offset, bad) -> wanted.put(offset, bad.reason()));
        assertThat(reasons).isEqualTo(wanted);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Case(String reason, @Nullable String key, byte @Nullable [] value) {}

    private static long send(Case bad) throws Exception {
        var record = new ProducerRecord<byte[], byte[]>(
                "transactions", 0, bad.key() == null ? null : bad.key().getBytes(UTF_8), bad.value());
        record.headers().add("trace", HEADER);
        return producer.send(record).get().offset();
    }

    private static byte[] bytes(String id, Instant time, String customer, double amount) {
        return encoder.encode(new Transaction(id, time, customer, "t-1", amount, "BE"));
    }

    private static byte[] cut(byte[] bytes, int fromEnd) {
        return java.util.Arrays.copyOf(bytes, bytes.length - fromEnd);
    }

    private static byte[] followed(byte[] bytes, int extra) {
        var longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = (byte) extra;
        return longer;
    }

    private static byte[] wrongMagic(byte[] bytes) {
        bytes[0] = 1;
        return bytes;
    }

    private static byte[] withSchemaId(byte[] bytes, int id) {
        ByteBuffer.wrap(bytes).putInt(1, id);
        return bytes;
    }

    private static List<String> ids(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "good-" + i)
                .toList();
    }

    private static byte @Nullable [] array(@Nullable Object bytesField) {
        if (!(bytesField instanceof ByteBuffer buffer)) {
            return null;
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
