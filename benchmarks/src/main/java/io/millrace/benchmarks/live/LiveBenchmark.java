package io.millrace.benchmarks.live;

import static io.millrace.benchmarks.live.Contender.BARE_IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.BARE_ROCKSDB;
import static io.millrace.benchmarks.live.Contender.IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.ROCKSDB;
import static io.millrace.benchmarks.live.Contender.WITHOUT;

import io.millrace.benchmarks.measure.Effort;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Flight;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.sandbox.command.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The same topic drained without features, with features over state in memory and in RocksDB, and, to see what of their cost is
 * Kafka Streams' own, without features but with {@linkplain BareState as little state} as their keys need.
 * Each run is a process of its own, as a pipeline is, beside the broker's.
 */
public final class LiveBenchmark {
    private static final List<Compared> COMPARED = List.of(
            new Compared(IN_MEMORY, WITHOUT, Goal.atLeast(0.8)),
            new Compared(ROCKSDB, WITHOUT, Goal.atLeast(0.5)),
            new Compared(BARE_IN_MEMORY, WITHOUT, null),
            new Compared(BARE_ROCKSDB, WITHOUT, null),
            new Compared(IN_MEMORY, BARE_IN_MEMORY, null),
            new Compared(ROCKSDB, BARE_ROCKSDB, null));

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

    private record Compared(
            Contender one, Contender other, @Nullable Goal goal) {}

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
            for (Contender contender : Contender.values()) {
                contenders.put(contender.text(), running(contender, cluster, events));
            }
            var runs = Rounds.of(
                    rounds, contenders, progress, result -> result.effort().eventsPerSecond());
            return new Outcome(events, figures(runs));
        }
    }

    private Rounds.Contender<LiveDrain.Result> running(Contender contender, LiveCluster cluster, long events) {
        var runs = new AtomicInteger();
        return () -> {
            int run = runs.incrementAndGet();
            var application = "drain-" + contender.dashed() + "-" + run;
            var stateDir = Files.createTempDirectory(setup.work(), "state");
            var predictions = application + ".predictions";
            cluster.create(predictions);
            try {
                return process.run(
                        contender,
                        setup.pipelines().resolve(contender.pipeline()),
                        new LiveDrain.Place(
                                cluster.bootstrap(),
                                cluster.registryUrl(),
                                setup.partitions(),
                                application,
                                predictions,
                                stateDir),
                        events,
                        setup.flights() == null ? null : Flight.file(setup.flights(), "live " + contender.text(), run));
            } finally {
                cluster.deleteAll(application);
                TemporaryFolder.delete(stateDir);
            }
        };
    }

    private static List<Figure> figures(Rounds<LiveDrain.Result> runs) {
        var figures = new ArrayList<Figure>();
        for (Contender contender : Contender.values()) {
            figures.add(new Figure(contender.text(), "events/s", runs.of(contender.text(), of -> of.effort()
                    .eventsPerSecond())));
        }
        for (Compared compared : COMPARED) {
            String one = compared.one.text();
            String other = compared.other.text();
            figures.add(new Figure(
                    one + " / " + other,
                    Figure.RATIO,
                    runs.ratio(one, other, of -> of.effort().eventsPerSecond()),
                    compared.goal));
        }
        for (Contender contender : Contender.values()) {
            figures.add(
                    new Figure(contender.text(), "CPU us/event", runs.of(contender.text(), LiveBenchmark::cpuMicros)));
        }
        for (Contender contender : Contender.values()) {
            figures.add(new Figure(
                    contender.text() + ", prediction",
                    "bytes",
                    runs.of(contender.text(), LiveDrain.Result::predictionBytes)));
        }
        return figures;
    }

    private static double cpuMicros(LiveDrain.Result result) {
        Effort effort = result.effort();
        return effort.cpuMicrosPerEvent();
    }
}
