package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.command.NativeCache;
import io.millrace.app.fleet.Operator;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Share;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three versions compared over hundreds of thousands of events, by customers whose events are spread over all partitions, and so over all
 * instances, of which one ends and another begins meanwhile.
 */
class AbIT {
    private static final int PARTITIONS = 4;
    private static final int CUSTOMERS = 200_000;
    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String PAYMENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "signal", "type": "double"}
            ]}
            """;
    private static final String PIPELINE = """
            name: compared
            events: { topic: payments, schema: payment.avsc, id: id, time: time, lateness: 1h }
            features:
              - values: { signal: signal, other: signal / 2.0, luck: 0.5 }
            model: { source: model/, score: score, threshold: 0.5 }
            predictions: { carry: [customer] }
            rollout: { by: customer, guard: { max-shift: 1 } }
            """;

    @TempDir
    private Path work;

    private final SandboxRegistry registry = SandboxRegistry.start();

    private Path folder() throws Exception {
        var folder = Files.createDirectories(work.resolve("pipeline"));
        model("champion", folder.resolve("model"));
        Files.writeString(folder.resolve("payment.avsc"), PAYMENT);
        Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        return folder;
    }

    private static Path model(String name, Path into) throws Exception {
        ContestStand.write(name, Files.createDirectories(into));
        return into;
    }

    private PipelineRuntime start(KafkaUnderTest kafka, Path folder, String state) throws Exception {
        var settings = new RunSettings(
                kafka.bootstrap(), registry.url(), work.resolve(state), 0, 1, Set.of(Role.SCORE), null, 0);
        var runtime = new PipelineRuntime(PipelineFolder.read(folder), settings);
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    private String register(Operator operator, Pipeline pipeline, String name) throws Exception {
        var own = requireNonNull(pipeline.model());
        var version = operator.register(
                new VersionGate(new Gate(TrustedKeys.NONE), pipeline, own),
                model(name, work.resolve("versions").resolve(name)),
                own.score(),
                own.threshold(),
                name,
                "tester",
                "to be compared");
        return version.digest();
    }

    /** An event of every customer, in an order of its own each time; ten in a millisecond of event time. */
    private void publish(KafkaUnderTest kafka, int round) throws Exception {
        var schema = new Schema.Parser().parse(PAYMENT);
        var encoder =
                new AvroEncoder(SchemaRegistry.connect(registry.url()).register("payments-value", schema), schema);
        var event = new GenericData.Record(schema);
        long start = System.currentTimeMillis() - Duration.ofMinutes(30).toMillis() + round * 60_000L;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrap(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < CUSTOMERS; i++) {
                int customer = (int) ((i * 7_919L + round) % CUSTOMERS);
                var id = "e" + round + "-" + i;
                event.put("id", id);
                event.put("time", start + i / 10);
                event.put("customer", "c" + customer);
                event.put("signal", customer % 100 / 50.0 - 1);
                var unused = producer.send(
                        new ProducerRecord<>("payments", i % PARTITIONS, id.getBytes(UTF_8), encoder.encode(event)));
            }
        }
    }

    /** Whether everything that was published has been scored and committed. */
    private static boolean isDrained(Admin admin, Pipeline pipeline) throws Exception {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (int i = 0; i < PARTITIONS; i++) {
            ends.put(new TopicPartition("payments", i), OffsetSpec.latest());
        }
        var offsets = admin.listOffsets(ends).all().get();
        var group = pipeline.scoringGroup();
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream().allMatch(end -> {
            var own = committed.get(end.getKey());
            return own != null && own.offset() == end.getValue().offset();
        });
    }

    @Test
    void sharesAreThoseThatWereWantedAndEveryEntityKeepsItsVersionOnEveryInstanceAfterARestartAndInAReplay()
            throws Exception {
        NativeCache.prepare();
        var folder = folder();
        var pipeline = PipelineFolder.read(folder);
        try (registry;
                var kafka = KafkaUnderTest.start();
                var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(admin, List.of(new NewTopic("payments", PARTITIONS, (short) 1)));
            var wanted = new LinkedHashMap<String, Share>();
            try (var one = start(kafka, folder, "one")) {
                try (var two = start(kafka, folder, "two");
                        var operator = Operator.open(
                                pipeline,
                                Map.of("bootstrap.servers", kafka.bootstrap()),
                                SchemaRegistry.connect(registry.url()),
                                Duration.ofMinutes(1),
                                Clock.systemUTC())) {
                    Await.until("both are ready", PATIENCE, () -> one.ready() && two.ready());
                    wanted.put(register(operator, pipeline, "equal"), Share.of(0.3));
                    wanted.put(register(operator, pipeline, "better"), Share.of(0.2));
                    operator.change(Order.of(new Change.Ab(wanted), "tester", "which is it?"));
                    // When
                    publish(kafka, 0);
                    Await.until("all of the first round are scored", PATIENCE, () -> isDrained(admin, pipeline));
                }
                try (var three = start(kafka, folder, "three")) {
                    Await.until("another is ready", PATIENCE, three::ready);
                    publish(kafka, 1);
                    Await.until("all of the second round are scored", PATIENCE, () -> isDrained(admin, pipeline));
                }
            }

            // Then
            var seen = new Assignments();
            read(kafka, seen);
            assertThat(seen.otherwise)
                    .as("customers that were scored by two versions")
                    .isZero();
            assertThat(seen.events).isEqualTo(ROUNDS * CUSTOMERS);
            assertThat(seen.byCustomer).hasSize(CUSTOMERS);
            var expected = new TreeMap<String, Double>(Map.of(champion(pipeline), 0.5));
            wanted.forEach((digest, share) -> expected.put(digest, share.fraction()));
            assertThat(seen.byDigest).hasSameSizeAs(expected);
            seen.byDigest.forEach((digest, count) -> assertThat((double) count / seen.events)
                    .as("share of %s", digest)
                    .isCloseTo(requireNonNull(expected.get(digest)), within(0.005)));

            // When
            var out = new StringWriter();
            int status = Millrace.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .execute(
                            "replay",
                            folder.toString(),
                            "--from-topic",
                            "--assert-equal",
                            "--json",
                            "--bootstrap",
                            kafka.bootstrap(),
                            "--registry",
                            registry.url());

            // Then
            assertThat(status).as(out.toString()).isZero();
            var compared = new ObjectMapper().readTree(out.toString());
            assertThat(compared.get("equal").asBoolean()).isTrue();
        }
    }

    private static String champion(Pipeline pipeline) {
        return requireNonNull(pipeline.model()).manifest().sha256();
    }

    /** Who scored whom. */
    private static final class Assignments {
        private final Map<String, String> byCustomer = new HashMap<>();
        private final Map<String, Integer> byDigest = new TreeMap<>();
        private int events;
        private int otherwise;

        void add(GenericRecord prediction) {
            var digest = prediction.get("model_digest").toString().intern();
            var before = byCustomer.put(prediction.get("customer").toString(), digest);
            otherwise += before != null && !before.equals(digest) ? 1 : 0;
            byDigest.merge(digest, 1, Integer::sum);
            events++;
        }
    }

    private void read(KafkaUnderTest kafka, Assignments seen) {
        var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url()));
        var readers = new HashMap<Integer, GenericDatumReader<GenericRecord>>();
        try (var consumer = committed.consumer("compared.predictions")) {
            while (!Committed.isAtEnd(consumer)) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var reader = readers.computeIfAbsent(
                            Committed.schemaId(record.value()), id -> committed.reader(record.value()));
                    seen.add(Committed.decode(record.value(), reader));
                }
            }
        }
    }
}
