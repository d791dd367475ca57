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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Count and mean amount of a customer's last days, by both layouts over both kinds of store. The first days only fill the
 * widest window. Of what comes after them the first fifth is not measured either, and no run goes on for longer than
 * {@link #LONGEST}: one of the contenders is very slow.
 */
public final class LayoutBenchmark {
    private static final String OURS = "history";
    private static final String THEIRS = "window store";
    private static final Duration LATENESS = Duration.ofHours(1);
    private static final double TOLERANCE = 1e-9;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final double DROPPED = 0.2;
    private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 16;

    /** Events of each run whose features are compared, at most. */
    private static final int COMPARED = 500;

    /** The ratio that is wanted for the last 30 days. */
    private static final Goal GOAL = Goal.atLeast(5);

    private static final Spans ONE = Spans.ofDays(30);
    private static final Spans THREE = Spans.ofDays(1, 7, 30);

    private final List<Payment> before;
    private final List<Payment> payments;
    private final @Nullable Path flights;

    /**
     * What one run came to.
     *
     * @param features of each of the first events, added up
     */
    private record Outcome(Effort effort, List<Double> features) {}

    /**
     * A race over the payments of a world of more than 30 days.
     *
     * @param flights folder for JFR recordings; null for none
     */
    public LayoutBenchmark(Scale scale, @Nullable Path flights) {
        long full = Scale.START.plus(ONE.widest()).toEpochMilli();
        var parts =
                Payments.of(scale).stream().collect(Collectors.partitioningBy(payment -> payment.timeMillis() >= full));
        this.before = parts.getOrDefault(false, List.of());
        this.payments = parts.getOrDefault(true, List.of());
        this.flights = flights;
        if (payments.size() < COMPARED) {
            throw new IllegalArgumentException("too little is left after the " + ONE + " that fill the window");
        }
    }

    /** Events of a run that is not cut short. */
    public int events() {
        return payments.size();
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
        var expected = new ArrayList<Double>();
        var contenders = new LinkedHashMap<String, Rounds.Contender<Outcome>>();
        for (var name : List.of(OURS, THEIRS)) {
            Rounds.Contender<Outcome> contender = () -> {
                var outcome = drain(storage, name, spans);
                requireSame(expected, outcome.features);
                return outcome;
            };
            contenders.put(name, flights == null ? contender : Flight.recorded(flights, title + " " + name, contender));
        }
        progress.say(title + ", events/s:");
        var runs = Rounds.of(rounds, contenders, progress, run -> run.effort.eventsPerSecond());
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

    /** Holds what two runs have in common against each other; keeps the longer one. */
    private static void requireSame(List<Double> expected, List<Double> features) {
        int common = Math.min(expected.size(), features.size());
        for (int i = 0; i < common; i++) {
            if (!(Math.abs(features.get(i) - expected.get(i)) <= TOLERANCE * Math.abs(expected.get(i)))) {
                throw new IllegalStateException("the features of event " + i + " differ: " + features.get(i) + " and "
                        + expected.get(i) + " in sum");
            }
        }
        expected.addAll(features.subList(common, features.size()));
    }

    private Outcome drain(Storage storage, String contender, Spans spans) throws Exception {
        try (var rival = storage.open(contender, spans)) {
            before.forEach(rival::add);
            var lap = new Lap(rival, spans.newRow());
            int dropped = lap.run(0, (int) (DROPPED * payments.size()), (long) (DROPPED * LONGEST.toNanos()));
            long cpu = Effort.processCpuNanos();
            long start = System.nanoTime();
            int measured = lap.run(dropped, payments.size(), LONGEST.toNanos()) - dropped;
            return new Outcome(
                    new Effort(measured, System.nanoTime() - start, Effort.processCpuNanos() - cpu),
                    List.copyOf(lap.features));
        }
    }

    /** A rival on its way through the payments. */
    private final class Lap {
        private final Rival rival;
        private final double[] row;
        private final List<Double> features = new ArrayList<>();

        private Lap(Rival rival, double[] row) {
            this.rival = rival;
            this.row = row;
        }

        /** Goes from one payment to another, or until time is up. Returns how far it came. */
        private int run(int from, int to, long withinNanos) {
            long start = System.nanoTime();
            for (int i = from; i < to; i++) {
                if (i % BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - start > withinNanos) {
                    return i;
                }
                rival.enrich(payments.get(i), row);
                if (i < COMPARED) {
                    features.add(Arrays.stream(row).sum());
                }
            }
            return to;
        }
    }
}
