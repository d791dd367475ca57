package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of the zoo that takes texts, numbers and truths in six inputs and answers with maps, through a real broker. One text
 * is of the event and travels over the hop, one is of a table behind it.
 */
class TextModelIT {
    private static final Path ZOO = Path.of("../stream-app/src/test/resources/zoo");
    private static final String NAME = "columns-zipmap";
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final int PARTITIONS = 3;

    private static final String PAYMENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "terminal", "type": "string"},
              {"name": "amount", "type": "double"},
              {"name": "average", "type": "double"},
              {"name": "items", "type": "long"},
              {"name": "night", "type": "boolean"},
              {"name": "channel", "type": "string"}
            ]}
            """;
    private static final String TERMINAL = """
            {"type": "record", "name": "Terminal", "fields": [
              {"name": "terminal", "type": "string"},
              {"name": "country", "type": "string"}
            ]}
            """;
    private static final String PIPELINE = """
            name: payments
            events: { topic: payments, schema: payment.avsc, id: id, time: time, key: customer, lateness: 1h, skew: 1m }
            reference:
              place: { topic: terminals, key: terminal, schema: terminal.avsc }
            features:
              - values:
                  { channel: channel, amount: amount, country: place.country, night: night, items: items, average: average }
            model: { source: model/, score: "output_probability[1]", threshold: 0.5 }
            """;

    private KafkaUnderTest kafka;
    private SandboxRegistry registry;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        NativeCache.prepare();
        kafka = KafkaUnderTest.start();
        registry = SandboxRegistry.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(
                    admin,
                    List.of(
                            new NewTopic("payments", PARTITIONS, (short) 1),
                            new NewTopic("terminals", PARTITIONS, (short) 1)));
        }
    }

    @AfterEach
    void stop() {
        producer.close();
        registry.close();
        kafka.close();
    }

    @Test
    void scoresAsPythonDoesWithTextsOfTheEventAndOfATable(@TempDir Path folder, @TempDir Path state) throws Exception {
        // Given
        var zoo = new ObjectMapper().readTree(ZOO.resolve("zoo.json").toFile());
        var member = member(zoo);
        write(folder, zoo, member);
        publish(zoo.get("rows"));
        var settings = new RunSettings(kafka.bootstrap(), registry.url(), state, 0, 1, Set.of(Role.SCORE), null, 1);

        // When
        var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url()));
        int rows = zoo.get("rows").size();
        try (var runtime = new PipelineRuntime(PipelineFolder.read(folder), settings)) {
            runtime.start(Clock.systemUTC());
            committed.read("payments.predictions", records -> records.size() >= rows, "predictions");
        }

        // Then
        var predictions = committed.decodeAll(committed.readAll("payments.predictions"));
        assertThat(predictions).hasSize(rows);
        var seen = new TreeSet<Integer>();
        for (var prediction : predictions) {
            int row = Integer.parseInt(prediction.get("event_id").toString());
            seen.add(row);
            assertThat(prediction.get("country"))
                    .hasToString(zoo.at("/rows/" + row + "/country").asText());
            assertThat(prediction.get("channel"))
                    .hasToString(zoo.at("/rows/" + row + "/channel").asText());
            assertThat((Double) prediction.get("score"))
                    .as("row %d", row)
                    .isCloseTo(member.get("scores").get(row).asDouble(), within(1e-5));
        }
        assertThat(seen).hasSize(rows);
        assertThat(committed.readAll("payments.dead-letters")).isEmpty();
    }

    private static JsonNode member(JsonNode zoo) {
        for (var member : zoo.get("models")) {
            if (member.get("name").asText().equals(NAME)) {
                return member;
            }
        }
        throw new AssertionError("not in the zoo: " + NAME);
    }

    private static void write(Path folder, JsonNode zoo, JsonNode member) throws Exception {
        var bytes = Files.readAllBytes(ZOO.resolve(NAME + ".onnx"));
        var model = Files.createDirectory(folder.resolve("model"));
        Files.write(model.resolve("columns.onnx"), bytes);
        var golden = new ObjectMapper().createArrayNode();
        member.get("inputs")
                .forEach(input -> golden.add(zoo.at("/rows/0/" + input.get(0).asText())));
        Files.writeString(model.resolve("model.yaml"), """
                name: columns
                version: 1
                file: columns.onnx
                sha256: %s
                inputs: %s
                golden:
                  - { row: %s, score: %s }
                """.formatted(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                member.get("inputs"),
                golden,
                member.get("scores").get(0)));
        Files.writeString(folder.resolve("payment.avsc"), PAYMENT);
        Files.writeString(folder.resolve("terminal.avsc"), TERMINAL);
        Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
    }

    /** Terminals, one to a country, then a payment for every row. */
    private void publish(JsonNode rows) throws Exception {
        var terminal = new Schema.Parser().parse(TERMINAL);
        var payment = new Schema.Parser().parse(PAYMENT);
        var schemas = SchemaRegistry.connect(registry.url());
        var terminals = new AvroEncoder(schemas.register("terminals-value", terminal), terminal);
        var payments = new AvroEncoder(schemas.register("payments-value", payment), payment);
        var countries = new TreeMap<String, String>();
        rows.forEach(row -> countries.put(
                "at " + row.get("country").asText(), row.get("country").asText()));
        for (var at : countries.entrySet()) {
            var record = new GenericData.Record(terminal);
            record.put("terminal", at.getKey());
            record.put("country", at.getValue());
            send("terminals", at.getKey(), NOON, terminals.encode(record));
        }
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var time = NOON.plusSeconds(i + 1);
            var record = new GenericData.Record(payment);
            record.put("id", Integer.toString(i));
            record.put("time", time.toEpochMilli());
            record.put("customer", "c" + i % 7);
            record.put("terminal", "at " + row.get("country").asText());
            record.put("amount", row.get("amount").asDouble());
            record.put("average", row.get("average").asDouble());
            record.put("items", row.get("items").asLong());
            record.put("night", row.get("night").asBoolean());
            record.put("channel", row.get("channel").asText());
            send("payments", "c" + i % 7, time, payments.encode(record));
        }
    }

    private void send(String topic, String key, Instant time, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, null, time.toEpochMilli(), key.getBytes(UTF_8), value))
                .get();
    }
}
