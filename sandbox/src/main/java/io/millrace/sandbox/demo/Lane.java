package io.millrace.sandbox.demo;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.demo.DemoReport.PipelineReport;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.FaultInjector;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline in the demo: a simulated world, its publisher, the running pipeline, and the reader that checks it. Made,
 * started, published and closed by one thread in that order; closed also when starting it failed.
 */
final class Lane implements AutoCloseable {
    /** What a broken record may be taken for: broken at its head, it may name a schema nobody registered. */
    private static final Set<String> MALFORMED = Set.of("malformed", "unknown-schema", "null-value");

    private static final int PARTITIONS = 4;

    private final Pipeline pipeline;
    private final World world;
    private final Cluster cluster;
    private final Ledger ledger = new Ledger();
    private final AlertLog alerts;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final PipelineRuntime runtime;
    private final OutcomeReader reader;
    private final Publisher publisher;
    private final @Nullable RolloutStory story;
    private Future<?> reading = CompletableFuture.completedFuture(null);
    private Future<?> telling = CompletableFuture.completedFuture(null);

    /** Where everything runs. */
    record Cluster(String bootstrap, String registryUrl, Path stateDir) {}

    /** @param events how many there will be, if challengers are to be tried meanwhile; 0 if not */
    Lane(Pipeline pipeline, World world, Cluster cluster, long events)
            throws InterruptedException, IncompatibleSchemaException {
        this.pipeline = pipeline;
        this.world = world;
        this.cluster = cluster;
        this.story = events > 0 && RolloutStory.isToldOf(pipeline)
                ? new RolloutStory(
                        pipeline, cluster, () -> (double) ledger.tally().predictions() / events)
                : null;
        this.alerts = new AlertLog(world.driftAt());
        Topics.createMissing(cluster.bootstrap(), world.simulator().domain(), PARTITIONS);
        this.publisher = new Publisher(
                world.simulator().domain(),
                cluster.bootstrap(),
                SchemaRegistry.connect(cluster.registryUrl()),
                Clock.systemUTC(),
                this::sent);
        this.runtime = new PipelineRuntime(pipeline, settings());
        var topics = pipeline.topics();
        this.reader = new OutcomeReader(
                cluster.bootstrap(),
                cluster.registryUrl(),
                new OutcomeReader.Topics(topics.predictions(), topics.deadLetters(), topics.alerts()),
                ledger,
                alerts);
    }

    /** Starts the pipeline and its reader. */
    void start() throws InterruptedException {
        runtime.start(Clock.systemUTC());
        reading = threads.submit(reader);
    }

    private RunSettings settings() {
        return new RunSettings(
                cluster.bootstrap(),
                cluster.registryUrl(),
                cluster.stateDir(),
                0,
                1,
                Role.of(pipeline),
                null,
                PARTITIONS);
    }

    private void sent(Sent sent) {
        if (sent.message() instanceof Message.Event event) {
            ledger.published(sent.partition(), sent.offset(), reasons(event.expectation()), sent.nanoTime());
            if (!event.time().isBefore(world.driftAt())) {
                alerts.injected(sent.nanoTime());
            }
        }
    }

    /** Reason codes that a dead letter may have; empty where a prediction is expected. */
    static Set<String> reasons(Expectation expectation) {
        return switch (expectation) {
            case ACCEPT -> Set.of();
            case LATE -> Set.of("late");
            case DUPLICATE -> Set.of("duplicate");
            case MALFORMED -> MALFORMED;
        };
    }

    /** Begins to publish; the future ends with the last event acknowledged. */
    Future<?> publish(Pace pace) {
        if (story != null) {
            telling = threads.submit(() -> {
                story.run();
                return null;
            });
        }
        return threads.submit(() -> {
            var messages = new FaultInjector(world.simulator().messages(world.span()), world.faults(), world.seed());
            return publisher.publish(messages, pace);
        });
    }

    boolean ready() throws ExecutionException, InterruptedException {
        failIfBroken();
        return runtime.ready();
    }

    /** Everything published has an outcome, and the story is told. */
    boolean settled() throws ExecutionException, InterruptedException {
        failIfBroken();
        return telling.isDone() && ledger.tally().missing() == 0;
    }

    boolean driftFound() {
        return alerts.detectedAfter().isPresent();
    }

    private void failIfBroken() throws ExecutionException, InterruptedException {
        if (reading.isDone()) {
            reading.get();
        }
        if (telling.isDone()) {
            telling.get();
        }
        if (runtime.exit().isDone()) {
            throw new IllegalStateException("pipeline " + pipeline.name() + " stopped; its log says why");
        }
    }

    LiveTable.Row row() {
        return new LiveTable.Row(
                pipeline.name(),
                ledger.tally(),
                ledger.latencyMillis(),
                alerts.count(),
                alerts.last(),
                story == null ? Optional.empty() : story.news());
    }

    String name() {
        return pipeline.name();
    }

    PipelineReport report(double seconds) {
        var tally = ledger.tally();
        var latency = ledger.latencyMillis();
        return new PipelineReport(
                tally.events(),
                tally.predictions(),
                tally.deadLetters(),
                tally.missing(),
                tally.duplicated(),
                tally.unexpected(),
                alerts.count(),
                alerts.beforeDrift(),
                alerts.detectedAfter().map(found -> found.toMillis() / 1000.0).orElse(null),
                Math.round(10 * tally.events() / seconds) / 10.0,
                new TreeMap<>(Map.of("p50", latency.p50(), "p95", latency.p95(), "p99", latency.p99())),
                story == null ? List.of() : story.steps(),
                story == null ? List.of() : story.complaints());
    }

    @Override
    public void close() {
        publisher.stop();
        reader.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        publisher.close();
        runtime.close();
    }
}
