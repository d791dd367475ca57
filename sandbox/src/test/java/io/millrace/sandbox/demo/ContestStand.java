package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.NativeCache;
import io.millrace.app.fleet.Operator;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A pipeline of three features on a real broker, whose champion and challengers were made by make_challengers.py. Events come all the time, as of
 * now, each followed by its outcome: a signal tells of it, as the best of the models knows.
 */
final class ContestStand implements AutoCloseable {
    private static final Path MODELS = Path.of("../stream-app/src/test/resources/challengers");
    private static final int PARTITIONS = 2;
    private static final int CUSTOMERS = 100_000;
    private static final double EVENTS_PER_SECOND = 800;

    static final String SIGNAL = """
            {"type": "record", "name": "Signal", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "signal", "type": "double"},
              {"name": "other", "type": "double"},
              {"name": "luck", "type": "double"}
            ]}
            """;
    private static final String OUTCOME = """
            {"type": "record", "name": "Confirmed", "fields": [
              {"name": "id", "type": "string"},
              {"name": "positive", "type": "boolean"}
            ]}
            """;
    private static final String PIPELINE = """
            name: contest
            events: { topic: signals, schema: signal.avsc, id: id, time: time, key: customer, lateness: 1h, skew: 1m }
            outcomes: { topic: confirmed, schema: confirmed.avsc, id: id, label: positive, within: 1d }
            features:
              - values: { signal: signal, other: other, luck: luck }
            model: { source: model/, score: score, threshold: 0.5, batch: { rows: 8 } }
            predictions: { carry: [customer] }
            monitor: { profile: profile.json, window: 1h }
            """;

    private final Path folder;
    private final String bootstrap;
    private final SandboxRegistry registry = SandboxRegistry.start();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random;
    private final Pipeline pipeline;
    private final CompletableFuture<Void> publishing;
    private volatile boolean closed;
    private volatile long published;

    /**
     * Events come from now on.
     *
     * @param champion as make_challengers.py calls it
     * @param folder for the pipeline; empty
     * @param rollout what the pipeline file says of it
     */
    ContestStand(String bootstrap, String champion, Path folder, String rollout, long seed) throws Exception {
        this.bootstrap = bootstrap;
        this.folder = folder;
        this.random = new Random(seed);
        write(champion, PIPELINE + rollout, folder);
        Files.writeString(folder.resolve("confirmed.avsc"), OUTCOME);
        Files.writeString(folder.resolve("profile.json"), profile(champion));
        this.pipeline = PipelineFolder.read(folder);
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            NewTopics.create(
                    admin,
                    List.of(
                            new NewTopic("signals", PARTITIONS, (short) 1),
                            new NewTopic("confirmed", PARTITIONS, (short) 1)));
        }
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
        this.publishing = CompletableFuture.runAsync(this::publish);
    }

    /** What the monitor asks for; a contest needs nothing of it. */
    static String profile(String champion) throws Exception {
        var profile = new ProfileBuilder(
                "contest",
                new ProfiledModel("contest", champion, digest(champion)),
                Stream.of("signal", "other", "luck")
                        .map(name -> new ProfileBuilder.Feature(name, FeatureType.DOUBLE))
                        .toList());
        for (int i = 0; i < 100; i++) {
            profile.add(new double[] {i / 50.0 - 1, 1 - i / 50.0, i / 100.0}, i / 100.0);
        }
        return ProfileJson.write(profile.build("a hundred rows made by a test"));
    }

    /**
     * Writes a pipeline's file, the schema of its events, and its model, which can then be opened.
     *
     * @param champion as make_challengers.py calls it
     */
    static void write(String champion, String pipeline, Path folder) throws Exception {
        NativeCache.prepare();
        write(champion, folder.resolve("model"));
        Files.writeString(folder.resolve("signal.avsc"), SIGNAL);
        Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
    }

    /**
     * Writes a model folder.
     *
     * @param model as make_challengers.py calls it
     */
    static void write(String model, Path into) throws Exception {
        var golden = new ObjectMapper().readTree(MODELS.resolve("golden.json").toFile());
        Files.createDirectories(into);
        Files.copy(MODELS.resolve(model + ".onnx"), into.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(into.resolve("model.yaml"), """
                name: contest
                version: %s
                file: model.onnx
                sha256: %s
                input: features
                features: [signal, other, luck]
                golden:
                  - { row: %s, score: %s }
                """.formatted(
                        model, digest(model), golden.get("row"), golden.at("/scores/" + model)));
    }

    static String digest(String model) throws Exception {
        var bytes = Files.readAllBytes(MODELS.resolve(model + ".onnx"));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void publish() {
        try {
            var registered = SchemaRegistry.connect(registry.url());
            var signal = new Schema.Parser().parse(SIGNAL);
            var outcome = new Schema.Parser().parse(OUTCOME);
            var signals = new AvroEncoder(registered.register("signals-value", signal), signal);
            var outcomes = new AvroEncoder(registered.register("confirmed-value", outcome), outcome);
            long startNanos = System.nanoTime();
            for (long i = 0; !closed; i++) {
                published = i;
                publish(i, new GenericData.Record(signal), signals, new GenericData.Record(outcome), outcomes);
                long due = startNanos + (long) (i / EVENTS_PER_SECOND * 1e9);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(
            long number,
            GenericData.Record event,
            AvroEncoder signals,
            GenericData.Record outcome,
            AvroEncoder outcomes) {
        var id = "e" + number;
        var customer = "c" + random.nextInt(CUSTOMERS);
        double signal = random.nextGaussian();
        event.put("id", id);
        event.put("time", System.currentTimeMillis());
        event.put("customer", customer);
        event.put("signal", signal);
        event.put("other", random.nextGaussian());
        event.put("luck", random.nextDouble());
        var unused = producer.send(new ProducerRecord<>("signals", customer.getBytes(UTF_8), signals.encode(event)));
        outcome.put("id", id);
        outcome.put("positive", random.nextDouble() < 1 / (1 + Math.exp(1.4 - 2 * signal)));
        unused = producer.send(new ProducerRecord<>("confirmed", id.getBytes(UTF_8), outcomes.encode(outcome)));
    }

    /** Starts one of several instances, as a process of its own would be. To be closed by the caller. */
    PipelineRuntime start(Path stateDir, String name, Set<Role> roles) throws Exception {
        var settings = new RunSettings(bootstrap, registry.url(), stateDir, 0, 1, roles, name, 0);
        var runtime = new PipelineRuntime(PipelineFolder.read(folder), settings);
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    /** To be closed by the caller. */
    Operator operator() throws Exception {
        return Operator.open(
                pipeline,
                Map.of("bootstrap.servers", bootstrap),
                SchemaRegistry.connect(registry.url()),
                Duration.ofSeconds(60),
                Clock.systemUTC());
    }

    /**
     * Registers a challenger.
     *
     * @param model as make_challengers.py calls it
     * @return its digest
     */
    String register(Operator operator, String model) throws Exception {
        var own = requireNonNull(pipeline.model());
        var files = folder.resolve("challengers").resolve(model);
        write(model, files);
        return operator.register(
                        new VersionGate(new Gate(TrustedKeys.NONE), pipeline, own),
                        files,
                        own.score(),
                        own.threshold(),
                        model,
                        "tester",
                        "a challenger")
                .digest();
    }

    /** Waits until so many more events have been published. */
    void awaitEvents(long more) throws Exception {
        long wanted = published + more;
        Await.until(more + " more events", Duration.ofMinutes(2), () -> published >= wanted);
    }

    String champion() {
        return requireNonNull(pipeline.model()).manifest().sha256();
    }

    List<GenericRecord> predictions(String topic) {
        var committed = new Committed(bootstrap, SchemaRegistry.connect(registry.url()));
        return committed.decodeAll(committed.readAll(topic));
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public void close() {
        closed = true;
        publishing.join();
        producer.close();
        registry.close();
    }
}
