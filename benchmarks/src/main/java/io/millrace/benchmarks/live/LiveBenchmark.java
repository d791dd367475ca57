package io.millrace.benchmarks.live;

import io.millrace.benchmarks.measure.Effort;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Flight;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.sandbox.command.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The same topic drained by three topologies: without features, with features over state in memory, and over state in RocksDB.
 * Each run is a process of its own, as a pipeline is, beside the broker's.
 */
public final class LiveBenchmark {
    private static final String WITHOUT = "without features";
    private static final String IN_MEMORY = "in memory";
    private static final String ROCKSDB = "RocksDB";
    private static final Map<String, Goal> GOALS = Map.of(IN_MEMORY, Goal.atLeast(0.8), ROCKSDB, Goal.atLeast(0.5));

    private final Setup setup;
    private final DrainProcess process;

    /**
     * What is measured with.
     *
     * @param pipelines folder of the folders {@code live} and {@code live-without-features}
     * @param partitions of the event topic
     * @param drain main class and first arguments of a process that drains
     * @param work folder for logs and state; made
     * @param flights folder for JFR recordings; null for none
     */
    public record Setup(
            Path pipelines,
            Scale scale,
            int partitions,
            List<String> drain,
            Path work,
            @Nullable Path flights) {}

    /** What a benchmark found. */
    public record Outcome(long events, List<Figure> figures) {}

    public LiveBenchmark(Setup setup) {
        this.setup = setup;
        this.process = new DrainProcess(setup.drain(), setup.work().resolve("drain.log"));
    }

    public Outcome run(int rounds, Progress progress) throws Exception {
        Files.createDirectories(setup.work());
        progress.say("starting a broker");
        try (var cluster = LiveCluster.start(setup.partitions())) {
            long events = cluster.fill(setup.scale(), progress);
            progress.say(events + " events written; drained events/s:");
            var contenders = new LinkedHashMap<String, Rounds.Contender<LiveDrain.Result>>();
            contenders.put(WITHOUT, contender(cluster, WITHOUT, "live-without-features", StoreKind.IN_MEMORY, events));
            contenders.put(IN_MEMORY, contender(cluster, IN_MEMORY, "live", StoreKind.IN_MEMORY, events));
            contenders.put(ROCKSDB, contender(cluster, ROCKSDB, "live", StoreKind.ROCKSDB, events));
            var runs = Rounds.of(
                    rounds, contenders, progress, result -> result.effort().eventsPerSecond());
            return new Outcome(events, figures(runs));
        }
    }

    private Rounds.Contender<LiveDrain.Result> contender(
            LiveCluster cluster, String name, String pipeline, StoreKind stores, long events) {
        var runs = new AtomicInteger();
        return () -> {
            int run = runs.incrementAndGet();
            var application = "drain-" + pipeline + "-" + stores.name().replace('_', '-') + "-" + run;
            var stateDir = Files.createTempDirectory(setup.work(), "state");
            var predictions = application + ".predictions";
            cluster.create(predictions);
            try {
                return process.run(
                        setup.pipelines().resolve(pipeline),
                        stores,
                        new LiveDrain.Place(
                                cluster.bootstrap(),
                                cluster.registryUrl(),
                                setup.partitions(),
                                application,
                                predictions,
                                stateDir),
                        events,
                        setup.flights() == null ? null : Flight.file(setup.flights(), "live " + name, run));
            } finally {
                cluster.deleteAll(application);
                TemporaryFolder.delete(stateDir);
            }
        };
    }

    private static List<Figure> figures(Rounds<LiveDrain.Result> runs) {
        var figures = new ArrayList<Figure>();
        for (var name : List.of(WITHOUT, IN_MEMORY, ROCKSDB)) {
            figures.add(
                    new Figure(name, "events/s", runs.of(name, of -> of.effort().eventsPerSecond())));
        }
        for (var name : List.of(IN_MEMORY, ROCKSDB)) {
            figures.add(new Figure(
                    name + " / " + WITHOUT,
                    Figure.RATIO,
                    runs.ratio(name, WITHOUT, of -> of.effort().eventsPerSecond()),
                    GOALS.get(name)));
        }
        for (var name : List.of(WITHOUT, IN_MEMORY, ROCKSDB)) {
            figures.add(new Figure(name, "CPU us/event", runs.of(name, LiveBenchmark::cpuMicros)));
        }
        for (var name : List.of(IN_MEMORY, ROCKSDB)) {
            figures.add(new Figure(
                    "CPU, " + WITHOUT + " / " + name,
                    Figure.RATIO,
                    runs.ratio(WITHOUT, name, LiveBenchmark::cpuMicros)));
        }
        for (var name : List.of(WITHOUT, IN_MEMORY, ROCKSDB)) {
            figures.add(new Figure(name + ", prediction", "bytes", runs.of(name, LiveDrain.Result::predictionBytes)));
        }
        return figures;
    }

    private static double cpuMicros(LiveDrain.Result result) {
        Effort effort = result.effort();
        return effort.cpuMicrosPerEvent();
    }
}
