package io.millrace.benchmarks.layout;

import io.millrace.benchmarks.measure.Effort;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Flight;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.benchmarks.workload.Payment;
import io.millrace.benchmarks.workload.Payments;
import io.millrace.benchmarks.workload.Scale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Count and mean amount of a customer's last days, by both layouts over both kinds of store. The first days fill the widest
 * window; what comes after them is measured.
 */
public final class LayoutBenchmark {
    private static final String OURS = "history";
    private static final String THEIRS = "window store";
    private static final Duration LATENESS = Duration.ofHours(1);
    private static final double TOLERANCE = 1e-9;

    /** The ratio that is wanted for the last 30 days. */
    private static final Goal GOAL = Goal.atLeast(5);

    private static final Spans ONE = new Spans(Duration.ofDays(30));
    private static final Spans THREE = new Spans(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private final List<Payment> payments;
    private final int warmUp;
    private final @Nullable Path flights;

    /** What one run came to. */
    private record Outcome(Effort effort, double checksum) {}

    /**
     * A race over the payments of a world of more than 30 days.
     *
     * @param flights folder for JFR recordings; null for none
     */
    public LayoutBenchmark(Scale scale, @Nullable Path flights) {
        this.payments = Payments.of(scale);
        this.flights = flights;
        long full = Scale.START.plus(ONE.widest()).toEpochMilli();
        this.warmUp = (int) payments.stream()
                .filter(payment -> payment.timeMillis() < full)
                .count();
        if (warmUp == payments.size()) {
            throw new IllegalArgumentException("nothing is left after the " + ONE + " that fill the window");
        }
    }

    /** Events that are measured in each run. */
    public int events() {
        return payments.size() - warmUp;
    }

    public List<Figure> run(int rounds, Progress progress) throws Exception {
        var figures = new ArrayList<Figure>();
        for (var storage : Storage.values()) {
            figures.addAll(race(storage, ONE, GOAL, rounds, progress));
            figures.addAll(race(storage, THREE, null, rounds, progress));
        }
        return figures;
    }

    private enum Storage {
        IN_MEMORY("in memory"),
        ROCKSDB("RocksDB");

        private final String words;

        Storage(String words) {
            this.words = words;
        }

        Rival open(String contender, Spans spans) throws Exception {
            Duration retention = spans.widest().plus(LATENESS);
            if (contender.equals(OURS)) {
                var store = this == IN_MEMORY
                        ? Stores.inMemoryKeyValueStore("features")
                        : Stores.persistentKeyValueStore("features");
                return new HistoryRival(store, spans, LATENESS);
            }
            Duration entry = Duration.ofMillis(1);
            var store = this == IN_MEMORY
                    ? Stores.inMemoryWindowStore("payments", retention, entry, true)
                    : Stores.persistentWindowStore("payments", retention, entry, true);
            return new WindowStoreRival(store, spans);
        }
    }

    private List<Figure> race(Storage storage, Spans spans, @Nullable Goal goal, int rounds, Progress progress)
            throws Exception {
        String title = storage.words + ", " + spans;
        var contenders = new LinkedHashMap<String, Rounds.Contender<Outcome>>();
        for (var name : List.of(OURS, THEIRS)) {
            Rounds.Contender<Outcome> contender = () -> drain(storage, name, spans);
            contenders.put(name, flights == null ? contender : Flight.recorded(flights, title + " " + name, contender));
        }
        progress.say(title + ", events/s:");
        var runs = Rounds.of(rounds, contenders, progress, run -> run.effort.eventsPerSecond());
        double ours = runs.of(OURS, Outcome::checksum).median();
        double theirs = runs.of(THEIRS, Outcome::checksum).median();
        if (!(Math.abs(ours - theirs) <= TOLERANCE * Math.abs(theirs))) {
            throw new IllegalStateException(title + ": the features differ, " + ours + " and " + theirs + " in sum");
        }
        return List.of(
                new Figure(title + ", " + OURS, "events/s", runs.of(OURS, run -> run.effort.eventsPerSecond())),
                new Figure(title + ", " + THEIRS, "events/s", runs.of(THEIRS, run -> run.effort.eventsPerSecond())),
                new Figure(
                        title + ", " + OURS + " / " + THEIRS,
                        Figure.RATIO,
                        runs.ratio(OURS, THEIRS, run -> run.effort.eventsPerSecond()),
                        goal),
                new Figure(title + ", " + OURS, "CPU us/event", runs.of(OURS, run -> run.effort.cpuMicrosPerEvent())),
                new Figure(
                        title + ", " + THEIRS, "CPU us/event", runs.of(THEIRS, run -> run.effort.cpuMicrosPerEvent())));
    }

    private Outcome drain(Storage storage, String contender, Spans spans) throws Exception {
        try (var rival = storage.open(contender, spans)) {
            double[] row = spans.newRow();
            payments.subList(0, warmUp).forEach(payment -> rival.enrich(payment, row));
            double[] checksum = new double[1];
            var effort = Effort.of(events(), () -> {
                for (var payment : payments.subList(warmUp, payments.size())) {
                    rival.enrich(payment, row);
                    for (double feature : row) {
                        checksum[0] += feature;
                    }
                }
            });
            return new Outcome(effort, checksum[0]);
        }
    }
}
