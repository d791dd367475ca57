package io.millrace.sandbox.demo;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.sandbox.broker.BrokerSettings;
import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.command.TemporaryFolder;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Faults;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Broker, registry, simulators and pipelines in one go: publishes for a while, injects drift half way, lets everything that
 * was published come out, and reports. Everything it started is gone when it is closed. Run and closed by one thread, whose
 * interruption ends the run early.
 */
public final class Demo implements AutoCloseable {
    /** How long what was published may take to come out, and the last windows to be judged. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    private static final Duration START_UP = Duration.ofSeconds(60);
    private static final Duration FRAME = Duration.ofMillis(500);

    private final Settings settings;
    private final LiveTable table;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /**
     * What to do.
     *
     * @param duration how long events are published
     * @param rate     events per second and pipeline
     * @param rollouts whether challengers are tried, where a pipeline's folder has some
     */
    public record Settings(Duration duration, double rate, Faults faults, long seed, boolean rollouts) {}

    public Demo(Settings settings, LiveTable table) {
        this.settings = settings;
        this.table = table;
    }

    /**
     * Runs once.
     *
     * @param said is told in a few words what is being started
     */
    public DemoReport run(List<Pipeline> pipelines, Consumer<String> said) throws Exception {
        said.accept("starting a broker and a registry");
        var folder = Files.createTempDirectory("millrace-demo");
        opened.add(() -> TemporaryFolder.delete(folder));
        var broker =
                SandboxBroker.start(BrokerSettings.defaults().withCloseOnExit(false)); // pipelines must drain first
        opened.add(broker);
        var registry = SandboxRegistry.start();
        opened.add(registry);

        var lanes = new ArrayList<Lane>();
        for (var pipeline : pipelines) {
            said.accept("starting pipeline " + pipeline.name());
            var cluster = new Lane.Cluster(broker.bootstrap(), registry.url(), folder.resolve(pipeline.name()));
            long events = (long) Math.ceil(settings.rate() * settings.duration().toMillis() / 1000.0);
            var world = World.of(pipeline.topics().events(), events, settings.faults(), settings.seed());
            var lane = new Lane(pipeline, world, cluster, settings.rollouts() ? events : 0);
            opened.add(lane);
            lane.start();
            lanes.add(lane);
        }
        await(lanes, START_UP, "a pipeline did not get ready", Lane::ready);
        publish(lanes);
        return report(lanes);
    }

    private void publish(List<Lane> lanes) throws ExecutionException, InterruptedException {
        var publishing = new ArrayList<Future<?>>();
        for (var lane : lanes) {
            publishing.add(lane.publish(Pace.steady(settings.rate(), settings.duration())));
        }
        long start = System.nanoTime();
        while (!publishing.stream().allMatch(Future::isDone)) {
            show(
                    lanes,
                    start,
                    elapsed(start).compareTo(settings.duration().dividedBy(2)) < 0 ? "calm" : "drift injected");
            TimeUnit.NANOSECONDS.sleep(FRAME.toNanos());
        }
        for (var future : publishing) {
            future.get();
        }
        long drainStart = System.nanoTime();
        while (elapsed(drainStart).compareTo(DRAIN) < 0 && !all(lanes, lane -> lane.settled() && lane.driftFound())) {
            show(lanes, start, "draining");
            TimeUnit.NANOSECONDS.sleep(FRAME.toNanos());
        }
        show(lanes, start, "done");
    }

    private void show(List<Lane> lanes, long startNanos, String phase) {
        table.show(
                elapsed(startNanos),
                settings.duration(),
                phase,
                lanes.stream().map(Lane::row).toList());
    }

    private DemoReport report(List<Lane> lanes) {
        double seconds = settings.duration().toMillis() / 1000.0;
        var reports = new LinkedHashMap<String, DemoReport.PipelineReport>();
        lanes.forEach(lane -> reports.put(lane.name(), lane.report(seconds)));
        return new DemoReport(seconds, reports);
    }

    private interface Question {
        boolean ask(Lane lane) throws ExecutionException, InterruptedException;
    }

    private static boolean all(List<Lane> lanes, Question question) throws ExecutionException, InterruptedException {
        for (var lane : lanes) {
            if (!question.ask(lane)) {
                return false;
            }
        }
        return true;
    }

    private static void await(List<Lane> lanes, Duration patience, String complaint, Question question)
            throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        while (!all(lanes, question)) {
            if (elapsed(start).compareTo(patience) > 0) {
                throw new IllegalStateException(complaint + " within " + patience.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Duration elapsed(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Closes what was opened, last first; what fails is reported after the rest is closed. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // which ended the run, and must not cut the closing short
        var failures = new IllegalStateException("not everything that the demo started could be closed");
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                failures.addSuppressed(e);
            }
        }
        opened.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }
}
