package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.runtime.NewTopics;
import io.millrace.sandbox.command.SandboxMillrace;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.SensorSimulator;
import io.millrace.sandbox.simulator.Simulator;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The shipped pipeline of machine sensors under a steady stream of readings, in processes that may come and go. Its batches wait far
 * longer than from one commit to the next, so that nearly every commit comes in the middle of one. It does not look for duplicates:
 * what is read twice must show. Predictions are counted for a monitor as they are scored.
 */
final class KillStand implements AutoCloseable {
    static final int SEED = 20261121;
    static final int PARTITIONS = 4;
    static final int ROWS = 64;
    static final String EVENTS = "sensor-readings";
    static final String PREDICTIONS = "sensors.predictions";
    static final String DEAD_LETTERS = "sensors.dead-letters";
    static final String CHANGELOG = "millrace-sensors-score-features-by-machine-id-changelog";

    private static final Path PIPELINE = Path.of("../pipelines/sensors");
    private static final String APPLICATION = "millrace-sensors-score";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** For processes that live for seconds on two cores. */
    private static final List<String> QUICK_TO_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final int EVENTS_PER_SECOND = 500;
    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofHours(1);
    private static final Duration SPAN = Duration.ofDays(200);
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private final Path temporary;
    private final Path folder;
    private final KafkaUnderTest kafka = KafkaUnderTest.start();
    private final SandboxRegistry registry = SandboxRegistry.start();
    private final Whereabouts whereabouts = new Whereabouts(kafka.bootstrap(), APPLICATION, EVENTS, PARTITIONS);
    private final Publisher publisher;
    private final CompletableFuture<Void> publishing;
    private final List<MillraceProcess> started = new ArrayList<>();

    /** Readings are published from now on. */
    KillStand(Path temporary) throws Exception {
        this.temporary = temporary;
        this.folder = patient(temporary.resolve("sensors"));
        var simulator = new SensorSimulator(
                SensorSimulator.covering(EVENTS_PER_SECOND * LONGER_THAN_ANY_RUN.toSeconds(), SPAN, SEED, START));
        Topics.createMissing(kafka.bootstrap(), simulator.domain(), PARTITIONS);
        createOutputs();
        publisher = new Publisher(
                simulator.domain(),
                kafka.bootstrap(),
                SchemaRegistry.connect(registry.url()),
                Clock.systemUTC(),
                Sent.Listener.NONE);
        publishing = CompletableFuture.runAsync(() -> publish(simulator));
    }

    /** A copy of the pipeline, changed as is said above. */
    private static Path patient(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(PIPELINE)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(PIPELINE.relativize(file).toString()));
            }
        }
        var file = copy.resolve("pipeline.yaml");
        var text = Files.readString(file);
        var changed = text.replace("  deduplicate: 1h\n", "")
                .replace("  threshold: 0.5\n", "  threshold: 0.5\n  batch: { rows: " + ROWS + ", wait: 10s }\n")
                .replace("monitor:\n", "monitor:\n  from: scoring\n");
        assertThat(changed.lines())
                .hasSize((int) text.lines().count() + 1)
                .contains("  batch: { rows: 64, wait: 10s }", "  from: scoring");
        Files.writeString(file, changed);
        return copy;
    }

    private void createOutputs() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(
                    admin,
                    Stream.of(PREDICTIONS, DEAD_LETTERS)
                            .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
                            .toList());
        }
    }

    private void publish(Simulator simulator) {
        try {
            publisher.publish(simulator.messages(SPAN), Pace.steady(EVENTS_PER_SECOND, LONGER_THAN_ANY_RUN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts the pipeline in a process of its own.
     *
     * @param name it goes on with the work of the one that had it; with {@code null} its work is anybody's
     */
    MillraceProcess start(@Nullable String name) throws IOException {
        var state = name == null ? "state-" + started.size() : "state-" + name;
        var arguments = new ArrayList<>(List.of(
                "run",
                folder.toString(),
                "--bootstrap",
                kafka.bootstrap(),
                "--registry",
                registry.url(),
                "--http-port",
                "0",
                "--roles",
                "score",
                "--state-dir",
                temporary.resolve(state).toString()));
        if (name != null) {
            arguments.addAll(List.of("--instance", name));
        }
        return start(SandboxMillrace.class, arguments.toArray(String[]::new));
    }

    /** Starts the same without transactions. */
    MillraceProcess startAtLeastOnce() throws IOException {
        return start(
                AtLeastOnce.class,
                folder.toString(),
                kafka.bootstrap(),
                registry.url(),
                temporary.resolve("state-at-least-once").toString(),
                String.valueOf(PARTITIONS));
    }

    private MillraceProcess start(Class<?> main, String... arguments) throws IOException {
        var process =
                MillraceProcess.start(Files.createTempDirectory(temporary, "run"), QUICK_TO_START, main, arguments);
        started.add(process);
        return process;
    }

    /** Waits until the work is shared by so many. */
    void awaitWorking(int instances) throws Exception {
        Await.until(instances + " instances at work", PATIENCE, () -> whereabouts.working() == instances);
    }

    /** Stops a process in order. */
    void stop(MillraceProcess process) throws Exception {
        process.signal("TERM");
        assertThat(process.awaitExit(PATIENCE)).as(process.lastWords()).isEqualTo(143);
    }

    /** Waits for something that a process brings about. */
    static void await(MillraceProcess working, String what, Callable<Boolean> happened) throws Exception {
        try {
            Await.until(what, PATIENCE, () -> {
                working.assertAlive();
                return happened.call();
            });
        } catch (AssertionError e) {
            e.addSuppressed(new AssertionError("the end of what it said:\n" + working.lastWords()));
            throw e;
        }
    }

    /** Publishes no more, and waits until all that was published is committed as read by a process that then stops. */
    void settle(MillraceProcess last) throws Exception {
        publisher.stop();
        publishing.get();
        var all = whereabouts.ends(EVENTS);
        await(last, "all events read", () -> whereabouts.committed().equals(all));
    }

    /** What became of the events. */
    Delivery delivery() throws Exception {
        return new DeliveryCheck(kafka.bootstrap(), registry.url())
                .between(new DeliveryCheck.Ids(EVENTS, "reading_id"), new DeliveryCheck.Ids(PREDICTIONS, "event_id"));
    }

    /** What was counted of the predictions as they were scored. */
    CountCheck counts() throws Exception {
        return CountCheck.of(folder, committed());
    }

    Whereabouts whereabouts() {
        return whereabouts;
    }

    Wreckage wreckage() {
        return Wreckage.read(committed(), PREDICTIONS, CHANGELOG);
    }

    Committed committed() {
        return new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url()));
    }

    @Override
    public void close() {
        started.forEach(MillraceProcess::close);
        publisher.stop();
        publishing.join();
        publisher.close();
        whereabouts.close();
        registry.close();
        kafka.close();
    }
}
