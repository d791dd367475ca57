package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.fleet.Operator;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Share;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.StateSettings;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code replay --assert-equal} after two instances have scored through a promotion, a canary and a roll-back. */
class AssertEqualIT {
    private static final int PARTITIONS = 2;
    private static final int EVENTS_BETWEEN_SWITCHES = 500;
    private static final Path SENSORS = Path.of("../pipelines/sensors");

    @TempDir
    private static Path work;

    private static KafkaUnderTest kafka;
    private static Stand stand;

    /** Event time from which the canary answers its share. */
    private static Instant canary;

    private static long predictions;

    @TempDir
    private Path folder;

    @BeforeAll
    static void scoreThroughThreeSwitches() throws Exception {
        kafka = KafkaUnderTest.start();
        stand = new Stand(kafka.bootstrap(), SENSORS, 10 * EVENTS_BETWEEN_SWITCHES, PARTITIONS);
        var instances = new ArrayList<PipelineRuntime>();
        try {
            for (int i = 0; i < PARTITIONS; i++) {
                instances.add(stand.start(work.resolve("state-" + i), "instance-" + i, StateSettings.DEFAULT));
            }
            Await.until("both instances are ready", Duration.ofMinutes(2), () -> instances.stream()
                    .allMatch(PipelineRuntime::ready));
            try (var operator = Operator.open(
                    stand.pipeline(),
                    Map.of("bootstrap.servers", kafka.bootstrap()),
                    SchemaRegistry.connect(stand.registryUrl()),
                    Duration.ofSeconds(30),
                    Clock.systemUTC())) {
                var second = register(operator, "second", 0.25);
                var third = register(operator, "third", 0.125);
                score();
                operator.change(Order.of(new Change.Promote(second), "tester", "it is better"));
                score();
                var began = operator.change(Order.of(
                        new Change.Canary(third, Share.parse("30%"), List.of()), "tester", "it may be better"));
                canary = Instant.ofEpochMilli(began.fromMillis());
                score();
                operator.change(Order.of(new Change.RollBack(), "tester", "it is not"));
                score();
            }
        } finally {
            instances.forEach(PipelineRuntime::close);
        }
        predictions = stand.readToTheEnd().predictions();
        send(List.of(new ProducerRecord<>("sensors.rollouts", "what is this".getBytes(UTF_8))));
    }

    private static void score() throws Exception {
        stand.publish(EVENTS_BETWEEN_SWITCHES);
        stand.settle();
    }

    /** Registers a version whose scores are the pipeline's, labelled by another threshold. */
    private static String register(Operator operator, String version, double threshold) throws Exception {
        var own = requireNonNull(stand.pipeline().model());
        var model =
                TwinModel.write(own.folder(), version, work.resolve("models").resolve(version));
        var gate = new VersionGate(new Gate(TrustedKeys.NONE), stand.pipeline(), own);
        return operator.register(gate, model, own.score(), threshold, model.toString(), "tester", "to try it")
                .digest();
    }

    @AfterAll
    static void stop() {
        stand.close();
        kafka.close();
    }

    private record Answer(int status, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Answer compare(Path pipeline, String... more) {
        var arguments = new ArrayList<>(List.of(
                "replay",
                pipeline.toString(),
                "--from-topic",
                "--bootstrap",
                kafka.bootstrap(),
                "--registry",
                stand.registryUrl(),
                "--assert-equal"));
        arguments.addAll(List.of(more));
        var console = new StringWriter();
        var errors = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(console, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
        return new Answer(status, console.toString(), errors.toString());
    }

    @Test
    void everyPredictionIsWhatTheVersionOfItsTimeSaysOfItsEvent() throws Exception {
        var answer = compare(SENSORS, "--json");

        assertThat(answer.status()).as(answer.out()).isZero();
        var found = answer.json();
        assertThat(found.get("equal").asBoolean()).isTrue();
        assertThat(found.get("compared").asLong()).isEqualTo(predictions).isGreaterThan(3 * EVENTS_BETWEEN_SWITCHES);
        assertThat(found.get("refused").properties())
                .as("events that replay refuses")
                .isNotEmpty();
        var versions = found.get("versions").toString();
        assertThat(versions)
                .as("every version has answered in its part")
                .containsPattern("failure 1 \\(\\w{8}\\) as champion")
                .containsPattern("failure second \\(\\w{8}\\) as champion")
                .containsPattern("failure third \\(\\w{8}\\) as canary");
        assertThat(found.get("versions").size()).isEqualTo(3);
        assertThat(answer.err())
                .as("what is no entry of the log changes nothing, and is told")
                .hasLineCount(1)
                .startsWith("warning: topic sensors.rollouts: offset ")
                .contains("is no entry of a rollout log");
    }

    @Test
    void aPeriodIsComparedWithAllThatHappenedBeforeIt() throws Exception {
        var answer = compare(
                SENSORS,
                "--from",
                canary.toString(),
                "--to",
                canary.plusSeconds(3600).toString());

        assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.out())
                .startsWith("sensors.predictions: ")
                .contains(": equal", "as canary")
                .doesNotContain("failure 1 ");
    }

    @Test
    void whatWasAlteredByHandIsFoundAndNamed() throws Exception {
        var pipeline = pipelineWithPredictions("sensors.predictions-altered");
        var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(stand.registryUrl()));
        var records = committed.readAll(stand.pipeline().topics().predictions());
        var altered = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (int i = 0; i < records.size(); i++) {
            var record = records.get(i);
            if (i == 10) {
                altered.add(copy(record, with(committed, record, "score", 0.123)));
            } else if (i == 20) {
                altered.add(copy(record, with(committed, record, "vibration", 1e-9)));
            } else if (i == 30) {
                altered.add(copy(record, with(committed, record, "model_version", "second to none")));
            } else if (i == 50) {
                altered.add(copy(record, record.value()));
                altered.add(copy(record, record.value()));
            } else if (i != 40) {
                altered.add(copy(record, record.value()));
            }
        }
        create("sensors.predictions-altered", PARTITIONS);
        send(altered);

        // When
        var answer = compare(pipeline, "--json");

        // Then

        assertThat(answer.status()).isEqualTo(1);
        var found = answer.json();
        assertThat(found.get("equal").asBoolean()).isFalse();
        assertThat(found.get("differing").asLong()).isEqualTo(3);
        assertThat(found.get("missing").asLong()).isEqualTo(1);
        assertThat(found.get("repeated").asLong()).isEqualTo(1);
        assertThat(found.get("unexpected").asLong() + found.get("unreadable").asLong())
                .isZero();
        var told = new ArrayList<String>();
        found.get("differences")
                .forEach(each -> told.add(each.get("kind").asText() + " "
                        + each.get("prediction").asText()
                        + (each.has("column") ? " " + each.get("column").asText() : "")));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "column " + id(committed, records.get(10)) + " score",
                        "column " + id(committed, records.get(20)) + " vibration",
                        "column " + id(committed, records.get(30)) + " model_version",
                        "missing " + id(committed, records.get(40)),
                        "repeated " + id(committed, records.get(50)));

        // and for a person
        assertThat(compare(pipeline).out())
                .contains(id(committed, records.get(10)) + " (event ", ": score: replayed ", ", predicted 0.123")
                .contains("3 differ", "1 missing", "1 there again");
    }

    @Test
    void aTopicThatIsNotThereIsNamed() throws Exception {
        var answer = compare(pipelineWithPredictions("sensors.nowhere"));

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err().strip()).isEqualTo("topic sensors.nowhere does not exist");
    }

    @Test
    void aVersionWhoseBytesAreNotWhatTheyWereIsNamed() throws Exception {
        var pipeline = pipelineWithPredictions(stand.pipeline().topics().predictions());
        var yaml = pipeline.resolve("pipeline.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("name: sensors", "name: damaged"));
        var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(stand.registryUrl()));
        create("damaged.rollouts", 1);
        create("damaged.models", 1);
        send(committed.readAll("sensors.rollouts").stream()
                .map(record -> new ProducerRecord<byte[], byte[]>("damaged.rollouts", record.value()))
                .toList());
        send(committed.readAll("sensors.models").stream()
                .map(record -> {
                    byte[] value = record.value().clone();
                    value[value.length / 2] ^= 1;
                    return new ProducerRecord<>("damaged.models", record.key(), value);
                })
                .toList());

        var answer = compare(pipeline);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("version failure 1 (", "has scored, and cannot be had: ");
    }

    private static void create(String topic, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(admin, List.of(new NewTopic(topic, partitions, (short) 1)));
        }
    }

    private Path pipelineWithPredictions(String topic) throws Exception {
        var copy = folder.resolve("sensors");
        try (var files = Files.walk(SENSORS)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(SENSORS.relativize(file).toString()));
            }
        }
        var yaml = copy.resolve("pipeline.yaml");
        Files.writeString(
                yaml, Files.readString(yaml).replace("predictions:\n", "predictions:\n  topic: " + topic + "\n"));
        return copy;
    }

    private static String id(Committed committed, ConsumerRecord<byte[], byte[]> record) {
        return committed.decode(record.value()).get("prediction_id").toString();
    }

    /** The same prediction with another value in a column. */
    private static byte[] with(
            Committed committed, ConsumerRecord<byte[], byte[]> record, String column, Object value) {
        var prediction = committed.decode(record.value());
        assertThat(prediction.get(column)).isNotEqualTo(value);
        prediction.put(column, value);
        return new AvroEncoder(Committed.schemaId(record.value()), prediction.getSchema()).encode(prediction);
    }

    private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        return new ProducerRecord<>("sensors.predictions-altered", record.partition(), record.key(), value);
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get();
            }
        }
    }
}
