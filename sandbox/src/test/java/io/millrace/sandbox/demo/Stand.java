package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.demo.Ledger.Tally;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Published;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.FaultInjector;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

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
    private final Pipeline pipeline;
    private final int partitions;
    private final World world;
    private final Iterator<Message> messages;
    private final Publisher publisher;
    private final Ledger ledger = new Ledger();
    private final AlertLog alerts;
    private final Queue<Message> accepted = new ConcurrentLinkedQueue<>();
    private final OutcomeReader reader;

    /** @param events how many the world has, about */
    Stand(String bootstrap, Path folder, long events, int partitions) throws Exception {
        NativeCache.prepare();
        this.bootstrap = bootstrap;
        this.pipeline = PipelineFolder.read(folder);
        this.partitions = partitions;
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
    Published publish(long events) throws InterruptedException {
        return publisher.publish(messages, index -> index < events);
    }

    Published publishAll() throws InterruptedException {
        return publisher.publish(messages, Pace.unlimited());
    }

    /** Starts the pipeline, ready or not. */
    PipelineRuntime start(Path stateDir) throws InterruptedException {
        var runtime = new PipelineRuntime(pipeline, settings(stateDir));
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    private RunSettings settings(Path stateDir) {
        return new RunSettings(bootstrap, registry.url(), stateDir, 0, 1, Role.of(pipeline), null, 0);
    }

    /** Reads outcomes until there are so many. */
    void readOutcomes(long wanted) {
        readUntil(() -> ledger.tally().settled() >= wanted, wanted + " outcomes");
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
