package io.millrace.benchmarks.live;

import static io.millrace.benchmarks.live.Contender.BARE_IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.BARE_ROCKSDB;
import static io.millrace.benchmarks.live.Contender.IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.ROCKSDB;
import static io.millrace.benchmarks.live.Contender.WITHOUT;

import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.drain.Runs;
import io.millrace.benchmarks.drain.Runs.Run;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.benchmarks.workload.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    }

    public Outcome run(int rounds, Progress progress) throws Exception {
        Files.createDirectories(setup.work());
        progress.say("starting a broker");
        try (var cluster = Cluster.start(setup.partitions())) {
            long events = LiveEvents.fill(cluster, setup.scale(), progress);
            progress.say(events + " events written; drained events/s:");
            var drains = new Runs(cluster, setup.drain(), setup.work(), setup.flights());
            var contenders = new LinkedHashMap<String, Rounds.Contender<Run>>();
            for (Contender contender : Contender.values()) {
                contenders.put(contender.text(), () -> drains.run(contender.text(), arguments(contender, events)));
            }
            var runs = Rounds.of(rounds, contenders, progress, Run::eventsPerSecond);
            return new Outcome(events, figures(runs));
        }
    }

    private List<String> arguments(Contender contender, long events) {
        var pipeline = setup.pipelines().resolve(contender.pipeline());
        var words = new ArrayList<>(List.of("--pipeline", pipeline.toString(), "--events", Long.toString(events)));
        words.addAll(List.of("--stores", contender.stores().name()));
        if (contender.bareState()) {
            words.add("--bare-state");
        }
        return words;
    }

    private static List<Figure> figures(Rounds<Run> runs) {
        var figures = new ArrayList<Figure>();
        for (Contender contender : Contender.values()) {
            figures.add(new Figure(contender.text(), "events/s", runs.of(contender.text(), Run::eventsPerSecond)));
        }
        for (Compared compared : COMPARED) {
            String one = compared.one.text();
            String other = compared.other.text();
            figures.add(new Figure(
                    one + " / " + other, Figure.RATIO, runs.ratio(one, other, Run::eventsPerSecond), compared.goal));
        }
        for (Contender contender : Contender.values()) {
            figures.add(
                    new Figure(contender.text(), "CPU us/event", runs.of(contender.text(), Run::cpuMicrosPerEvent)));
        }
        for (Contender contender : Contender.values()) {
            figures.add(new Figure(
                    contender.text() + ", prediction", "bytes", runs.of(contender.text(), Run::predictionBytes)));
        }
        return figures;
    }
}
