package io.millrace.sandbox.demo;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.sandbox.publish.Pace;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A shipped pipeline on a Kafka of its own, fed by a simulated world and read by the independent reader. */
final class PipelineUnderTest implements AutoCloseable {
    static final int PARTITIONS = 4;

    final Pipeline pipeline;
    final World world;
    final Ledger ledger = new Ledger();
    /** What was acknowledged, in order of acknowledgement. */
    final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());

    private final KafkaUnderTest kafka;
    private final SandboxRegistry registry;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Publisher publisher;
    private final OutcomeReader reader;

    PipelineUnderTest(String name, long events, Faults faults) throws Exception {
        NativeCache.prepare();
        this.pipeline = PipelineFolder.read(Path.of("../pipelines", name));
        this.world = World.of(pipeline.topics().events(), events, faults, 11);
        this.kafka = KafkaUnderTest.start();
        this.registry = SandboxRegistry.start();
        Topics.createMissing(kafka.bootstrap(), world.simulator().domain(), PARTITIONS);
        this.publisher = new Publisher(
                world.simulator().domain(),
                kafka.bootstrap(),
                SchemaRegistry.connect(registry.url()),
                Clock.systemUTC(),
                this::enter);
        this.reader = newReader();
    }

    private void enter(Sent acknowledged) {
        sent.add(acknowledged);
        if (acknowledged.message() instanceof Message.Event event) {
            ledger.published(
                    acknowledged.partition(),
                    acknowledged.offset(),
                    Lane.reasons(event.expectation()),
                    acknowledged.nanoTime());
        }
    }

    private OutcomeReader newReader() {
        var topics = pipeline.topics();
        return new OutcomeReader(
                kafka.bootstrap(),
                registry.url(),
                new OutcomeReader.Topics(topics.predictions(), topics.deadLetters(), topics.alerts()),
                ledger,
                new AlertLog(Instant.EPOCH));
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    String registryUrl() {
        return registry.url();
    }

    PipelineRuntime start(Path stateDir) throws InterruptedException {
        return start(stateDir, null);
    }

    /** @param instance stays over restarts, so that the work need not wait for a session to end */
    PipelineRuntime start(Path stateDir, @Nullable String instance) throws InterruptedException {
        var settings = new RunSettings(
                kafka.bootstrap(), registry.url(), stateDir, 0, 1, Role.of(pipeline), instance, PARTITIONS);
        var runtime = new PipelineRuntime(pipeline, settings);
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    /** After the first start, which makes the topics. */
    Future<?> read() {
        return threads.submit(reader);
    }

    Future<?> publish(Pace pace) {
        var messages = new FaultInjector(world.simulator().messages(world.span()), world.faults(), world.seed());
        return threads.submit(() -> publisher.publish(messages, pace));
    }

    @Override
    public void close() {
        reader.close();
        publisher.stop();
        threads.shutdown();
        publisher.close();
        registry.close();
        kafka.close();
    }
}
