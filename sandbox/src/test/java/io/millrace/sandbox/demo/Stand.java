package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.replay.FileSource;
import io.millrace.app.replay.ReferenceTable;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayOptions;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StateSettings;
import io.millrace.sandbox.demo.Ledger.Tally;
import io.millrace.sandbox.export.Export;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Published;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.FaultInjector;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * A shipped pipeline on a stand: a simulated world with faults, published through a real broker, and the checker that holds
 * what comes out against what went in. Driven step by step by one thread.
 */
final class Stand implements AutoCloseable {
    /** Longer than any step takes, even on a machine with other work. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final long SEED = 11;

    private final String bootstrap;
    private final SandboxRegistry registry = SandboxRegistry.start();
    private final Path folder;
    private final Pipeline pipeline;
    private final World world;
    private final Iterator<Message> messages;
    private final Publisher publisher;
    private final Ledger ledger = new Ledger();
    private final AlertLog alerts;
    private final OutcomeReader reader;

    /** @param events how many the world has, about */
    Stand(String bootstrap, Path folder, long events, int partitions) throws Exception {
        NativeCache.prepare();
        this.bootstrap = bootstrap;
        this.folder = folder;
        this.pipeline = PipelineFolder.read(folder);
        this.world = World.of(pipeline.topics().events(), events, new Faults(0.02, 0.02, 0.02), SEED);
        this.alerts = new AlertLog(world.driftAt());
        var simulator = world.simulator();
        this.messages = new FaultInjector(simulator.messages(world.span()), world.faults(), SEED);
        Topics.createMissing(bootstrap, simulator.domain(), partitions);
        this.publisher = new Publisher(
                simulator.domain(), bootstrap, SchemaRegistry.connect(registry.url()), Clock.systemUTC(), this::sent);
        var topics = pipeline.topics();
        this.reader = new OutcomeReader(
                bootstrap,
                registry.url(),
                new OutcomeReader.Topics(topics.predictions(), topics.deadLetters(), topics.alerts()),
                ledger,
                alerts);
    }

    private void sent(Sent sent) {
        if (sent.message() instanceof Message.Event event) {
            ledger.published(sent.partition(), sent.offset(), Lane.reasons(event.expectation()), sent.nanoTime());
        }
    }

    /** Publishes the next events of the world, and all there are if there are not so many. */
    void publish(int events) throws InterruptedException {
        var next = new ArrayList<Message>();
        for (int count = 0; count < events && messages.hasNext(); ) {
            var message = messages.next();
            next.add(message);
            count += message instanceof Message.Event ? 1 : 0;
        }
        publisher.publish(next.iterator(), Pace.unlimited());
    }

    Published publishAll() throws InterruptedException {
        return publisher.publish(messages, Pace.unlimited());
    }

    /** Publishes so many events a second until there are no more, or it is told to stop. */
    void publishAt(double eventsPerSecond) {
        try {
            publisher.publish(messages, Pace.steady(eventsPerSecond, Duration.ofMinutes(10)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing is published any more; any thread may say so. */
    void stopPublishing() {
        publisher.stop();
    }

    /** Starts the pipeline; it need not be ready yet. To be closed by the caller. */
    PipelineRuntime start(Path stateDir) throws InterruptedException {
        var runtime = runtime(stateDir, bootstrap, registry.url());
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    /**
     * Starts one of several instances, as a process of its own would be. To be closed by the caller.
     *
     * @param name that stays with it: its work waits for it
     */
    PipelineRuntime start(Path stateDir, String name, StateSettings state) throws Exception {
        var own = PipelineFolder.read(folder);
        var settings = new RunSettings(bootstrap, registry.url(), stateDir, 0, 1, Role.of(own), name, 0)
                .keeping(state)
                .advertising("127.0.0.1");
        var runtime = new PipelineRuntime(own, settings);
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    /** The pipeline, not started, with these addresses of broker and registry. */
    PipelineRuntime runtime(Path stateDir, String bootstrap, String registryUrl) {
        return new PipelineRuntime(
                pipeline, new RunSettings(bootstrap, registryUrl, stateDir, 0, 1, Role.of(pipeline), null, 0));
    }

    /** Reads outcomes until there are so many. */
    void readOutcomes(long wanted) {
        readUntil(() -> ledger.tally().settled() >= wanted, wanted + " outcomes");
    }

    /** Reads until there are so many predictions, wanted or not. */
    void readPredictions(long wanted) {
        readUntil(() -> ledger.tally().predictions() >= wanted, wanted + " predictions");
    }

    /** Reads until every event published so far has an outcome. */
    void settle() {
        readUntil(() -> ledger.tally().missing() == 0, "all outcomes");
    }

    /** Reads what there is, to the last record. */
    Tally readToTheEnd() {
        readUntil(reader::isAtEnd, "the end");
        return ledger.tally();
    }

    private void readUntil(BooleanSupplier enough, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        reader.readUntil(() -> {
            assertThat(System.nanoTime() - deadline)
                    .as("%s within %s; until now %s", what, PATIENCE, ledger.tally())
                    .isNegative();
            return enough.getAsBoolean();
        });
    }

    /** What a replay of files of the undisturbed events computes, by event. */
    Map<String, GenericRecord> replayed(Path folder) throws Exception {
        var simulator = world.simulator();
        var sound = new FaultInjector(simulator.messages(world.span()), world.faults(), SEED);
        try (var files = new Export(folder, simulator.domain(), Export.Format.AVRO)) {
            while (sound.hasNext()) {
                var message = sound.next();
                if (!(message instanceof Message.Event event) || event.expectation() == Expectation.ACCEPT) {
                    files.write(message);
                }
            }
        }
        var out = folder.resolve("replayed.avro");
        var tables = new HashMap<String, ReferenceTable>();
        Replay.Summary summary;
        try (var source = FileSource.open(
                List.of(folder.resolve("events.avro")),
                pipeline.definitions().event().schema())) {
            for (var reference : pipeline.definitions().references()) {
                tables.put(reference.name(), ReferenceTable.open(folder.resolve("customers.avro"), reference));
            }
            summary = new Replay(pipeline, Clock.systemUTC())
                    .run(
                            new Replay.Inputs(source, tables, null),
                            ReplayOptions.to(out, true),
                            (rows, done, total) -> {});
        } finally {
            for (var table : tables.values()) {
                table.close();
            }
        }
        assertThat(summary.rejected()).isEmpty();
        return byId(out);
    }

    /** Rows that a replay wrote to an Avro container. */
    static Map<String, GenericRecord> byId(Path file) throws Exception {
        var byId = new HashMap<String, GenericRecord>();
        try (var rows = new DataFileReader<GenericRecord>(file.toFile(), new GenericDatumReader<>())) {
            rows.forEach(row -> byId.put(row.get("event_id").toString(), row));
        }
        return byId;
    }

    /** All predictions there are. */
    List<GenericRecord> predictions() {
        var committed = committed();
        return committed.decodeAll(committed.readAll(pipeline.topics().predictions()));
    }

    /**
     * Waits for what is said of every window that certainly closes: a window and the grace before the last event, so that
     * every partition is past it.
     */
    void awaitDriftStatistics(Published published) {
        var monitor = requireNonNull(pipeline.monitor());
        var until = requireNonNull(published.lastEvent())
                .minus(monitor.grace())
                .minus(monitor.window())
                .toEpochMilli();
        long windows = until / monitor.window().toMillis()
                - requireNonNull(published.firstEvent()).toEpochMilli()
                        / monitor.window().toMillis();
        long wanted = windows * (pipeline.featureNames().size() + 1);
        committed().read(pipeline.topics().drift(), records -> records.size() >= wanted, wanted + " drift statistics");
    }

    /** All drift statistics there are; of whole windows only once the monitor has ended. */
    List<GenericRecord> driftStatistics() {
        var committed = committed();
        return committed.decodeAll(committed.readAll(pipeline.topics().drift()));
    }

    /** Every prediction holds in these columns exactly what a replay of the undisturbed events computes. */
    void assertReplayed(Path files, List<String> columns) throws Exception {
        assertThat(columns).isNotEmpty();
        var replayed = replayed(files);
        var predictions = predictions();
        assertThat(predictions).hasSameSizeAs(replayed.keySet());
        for (var prediction : predictions) {
            var row = requireNonNull(replayed.get(prediction.get("event_id").toString()));
            for (var column : columns) {
                assertThat(prediction.get(column))
                        .as("%s of %s", column, prediction.get("event_id"))
                        .isEqualTo(row.get(column));
            }
        }
    }

    private Committed committed() {
        return new Committed(bootstrap, SchemaRegistry.connect(registry.url()));
    }

    String bootstrap() {
        return bootstrap;
    }

    String registryUrl() {
        return registry.url();
    }

    Tally tally() {
        return ledger.tally();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public void close() {
        reader.close();
        reader.run(); // which ends at once, and closes what it reads with
        publisher.close();
        registry.close();
    }
}
