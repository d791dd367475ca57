package io.millrace.enrich.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sketch.QuantileSketch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every aggregate over every kind of window, against looking at every entry. */
class WindowViewTest {
    private static final long HOUR = 3_600_000;
    private static final long NOON = 1_700_000_000_000L;
    private static final long HALF_LIFE = 5 * HOUR;
    private static final byte[] KEY = "unit-3".getBytes(StandardCharsets.UTF_8);

    private static final Column VALUE = new Column("x", Statistics.PLAIN);
    private static final Column CONDITION = new Column("where x > 0", Set.of(Statistic.LAST));
    private static final Column DECAYED =
            new Column("x half-life", Set.of(Statistic.LAST, Statistic.DECAYED), HALF_LIFE);
    private static final Column SKETCHED = new Column("bin", Set.of(Statistic.DISTINCT, Statistic.QUANTILE));

    private static final List<Window> WINDOWS = List.of(
            new Window(6 * HOUR, 0),
            new Window(48 * HOUR, 0),
            new Window(HOUR, 0),
            new Window(48 * HOUR, 0, 0, false),
            new Window(24 * HOUR, 12 * HOUR),
            new Window(6 * HOUR, 12 * HOUR),
            new Window(Window.EVER, 0, 0, true),
            new Window(Window.EVER, 0, 3 * HOUR, true),
            new Window(Window.EVER, 3, 0, true),
            new Window(Window.EVER, 20, 0, false),
            new Window(Window.EVER, 5, 12 * HOUR, true));

    /** In arrival order. */
    private record Entry(int arrival, long time, double x) {
        double positive() {
            return x > 0 ? 1.0 : Double.NaN;
        }

        double bin() {
            return Math.floor(x / 4);
        }

        double[] columns() {
            return new double[] {x, positive(), x, bin()};
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** What a window holds, in order of (time, arrival), by the definition. */
    private List<Entry> inside(Window window, Entry current) {
        long to = current.time - window.delayMillis();
        var inside = entries.stream()
                .filter(entry -> entry.time <= to)
                .filter(entry -> window.isUnbounded() || entry.time > to - window.lengthMillis())
                .filter(entry -> window.includingCurrent() || entry.arrival != current.arrival)
                .sorted(Comparator.comparingLong(Entry::time))
                .toList();
        return window.latest() == 0
                ? inside
                : inside.subList(Math.max(0, inside.size() - window.latest()), inside.size());
    }

    private static void check(WindowView view, List<Entry> inside, long now, String what) {
        var valued = inside.stream().filter(entry -> !Double.isNaN(entry.x)).toList();
        var positive = inside.stream().filter(entry -> entry.x > 0).toList();
        exact(view, new Measure(Aggregate.COUNT, Measure.NONE), inside.size(), what);
        exact(view, new Measure(Aggregate.COUNT, 1), positive.size(), what);
        double[] xs = valued.stream().mapToDouble(Entry::x).toArray();
        double sum = 0;
        double weights = 0;
        double decayed = 0;
        for (Entry entry : valued) {
            sum += entry.x;
            double weight = Math.pow(2, -(now - entry.time) / (double) HALF_LIFE);
            weights += weight;
            decayed += weight * entry.x;
        }
        close(view, new Measure(Aggregate.SUM, 0), sum, what);
        close(view, new Measure(Aggregate.MEAN, 0), sum / xs.length, what);
        close(view, new Measure(Aggregate.EWMA, 2), decayed / weights, what);
        double squares = 0;
        for (double x : xs) {
            squares += (x - sum / xs.length) * (x - sum / xs.length);
        }
        close(
                view,
                new Measure(Aggregate.STDDEV, 0),
                xs.length < 2 ? Double.NaN : Math.sqrt(squares / (xs.length - 1)),
                what);
        Entry first = valued.isEmpty() ? new Entry(-1, 0, Double.NaN) : valued.get(0);
        Entry last = valued.isEmpty() ? new Entry(-1, 0, Double.NaN) : valued.get(valued.size() - 1);
        exact(
                view,
                new Measure(Aggregate.MIN, 0),
                valued.stream().mapToDouble(Entry::x).min().orElse(Double.NaN),
                what);
        exact(
                view,
                new Measure(Aggregate.MAX, 0),
                valued.stream().mapToDouble(Entry::x).max().orElse(Double.NaN),
                what);
        exact(view, new Measure(Aggregate.FIRST, 0), first.x, what);
        exact(view, new Measure(Aggregate.LAST, 0), last.x, what);
        exact(view, new Measure(Aggregate.DELTA, 0), last.x - first.x, what);
        exact(
                view,
                new Measure(Aggregate.RATE, 0),
                last.time == first.time ? Double.NaN : (last.x - first.x) / ((last.time - first.time) / 1_000.0),
                what);
        exact(
                view,
                new Measure(Aggregate.TIME_SINCE_LAST, Measure.NONE),
                inside.isEmpty() ? Double.NaN : (now - inside.get(inside.size() - 1).time) / 1_000.0,
                what);
        exact(
                view,
                new Measure(Aggregate.TIME_SINCE_LAST, 1),
                positive.isEmpty() ? Double.NaN : (now - positive.get(positive.size() - 1).time) / 1_000.0,
                what);
        exact(view, lag(1, Measure.NONE), inside.size() < 2 ? Double.NaN : inside.get(inside.size() - 2).x, what);
        exact(view, lag(4, Measure.NONE), inside.size() < 5 ? Double.NaN : inside.get(inside.size() - 5).x, what);
        exact(
                view,
                new Measure(Aggregate.DISTINCT, 3),
                (double) valued.stream().mapToDouble(Entry::bin).distinct().count(),
                what);
        if (valued.size() <= QuantileSketch.K) {
            double[] sorted = valued.stream().mapToDouble(Entry::bin).sorted().toArray();
            double median = sorted.length == 0 ? Double.NaN : sorted[(sorted.length + 1) / 2 - 1];
            exact(view, new Measure(Aggregate.QUANTILE, 3, Measure.NONE, 0.5), median, what);
        }
    }

    /** Windows that are looked at together. */
    private record Together(List<Window> windows, WindowViews views) {}

    private static List<Together> together(KeyedHistory history, Predicate<Window> which) {
        return WINDOWS.stream().filter(which).collect(Collectors.groupingBy(Window::delayMillis)).values().stream()
                .map(windows -> new Together(windows, history.views(windows)))
                .toList();
    }

    private void check(Together together, Entry current, String what) {
        var views = together.views.at(current.time);
        for (int i = 0; i < views.size(); i++) {
            var window = together.windows.get(i);
            check(views.get(i), inside(window, current), current.time, window + what);
        }
    }

    private static Measure lag(int places, int filter) {
        return new Measure(Aggregate.LAG, 0, filter, places);
    }

    private static void exact(WindowView view, Measure measure, double expected, String what) {
        assertThat(measure.of(view)).as("%s %s", measure, what).isEqualTo(Double.valueOf(expected));
    }

    private static void close(WindowView view, Measure measure, double expected, String what) {
        if (Double.isNaN(expected)) {
            exact(view, measure, expected, what);
        } else {
            assertThat(measure.of(view)).as("%s %s", measure, what).isCloseTo(expected, within(1e-7));
        }
    }

    @ParameterizedTest(name = "seed {0}, on the heap {1}")
    @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true"})
    void everyAggregateOfEveryWindowIsWhatLookingAtEveryEntrySays(int seed, boolean onHeap) {
        var random = new Random(seed);
        long lateness = 6 * HOUR;
        var store = new InMemoryNodeStore();
        var layout = new Layout(List.of(VALUE, CONDITION, DECAYED, SKETCHED), 48 * HOUR + lateness)
                .keeping(21)
                .withPast();
        var history = onHeap ? KeyedHistory.onHeap(layout) : new KeyedHistory(layout, store);
        var before = together(history, window -> !window.includingCurrent());
        var with = together(history, Window::includingCurrent);
        long newest = NOON;
        for (int i = 0; i < 2_000; i++) {
            long step = random.nextInt(10) == 0 ? 0 : (long) (random.nextDouble() * (i < 1_000 ? HOUR / 10 : 4 * HOUR));
            boolean outOfOrder = random.nextInt(4) == 0;
            long time = outOfOrder ? newest - (long) (random.nextDouble() * lateness) : newest + step;
            newest = Math.max(newest, time);
            double x = random.nextInt(8) == 0 ? Double.NaN : Math.round(random.nextGaussian() * 1_000) / 8.0;
            var current = new Entry(i, time, x);

            history.open(KEY);
            for (Together windows : before) {
                check(windows, current, " before event " + i);
            }
            history.append(time, current.columns(), newest);
            entries.add(current);
            for (Together windows : with) {
                check(windows, current, " at event " + i);
            }
            history.save();
        }

        assertThat(store.size())
                .as("nodes of two days and a quarter, not of months")
                .isLessThan(60);
    }

    @Test
    void lagWithAConditionCountsOnlyEntriesThatMeetIt() {
        var history = new KeyedHistory(new Layout(List.of(VALUE, CONDITION), 48 * HOUR), new InMemoryNodeStore());
        double[] xs = {5, -1, 7, -2, Double.NaN, 9, -3};
        history.open(KEY);
        for (int i = 0; i < xs.length; i++) {
            history.append(NOON + i, new double[] {xs[i], xs[i] > 0 ? 1 : Double.NaN}, NOON + i);
        }

        WindowView view = History.view(history, new Window(HOUR, 0), NOON + 10);

        assertThat(lag(1, 1).of(view)).isEqualTo(7);
        assertThat(lag(2, 1).of(view)).isEqualTo(5);
        assertThat(lag(3, 1).of(view)).isNaN();
    }

    @Test
    void whatHasLeftEveryWindowStillCountsForAllTime() {
        var store = new CountingNodeStore();
        var layout = new Layout(List.of(new Column("x", Set.of(Statistic.SUM))), HOUR).withPast();
        var history = new KeyedHistory(layout, store);
        for (int i = 0; i < 10_000; i++) {
            history.open(KEY);
            history.append(NOON + i * HOUR, new double[] {1}, NOON + i * HOUR);
            history.save();
        }
        history.open(KEY);

        var ever = new Window(Window.EVER, 0, 0, true);
        assertThat(new Measure(Aggregate.SUM, 0).of(History.view(history, ever, NOON + 10_000 * HOUR)))
                .isEqualTo(10_000);
        assertThat(store.nodes.size())
                .as("the head, and a few leaves on their way out")
                .isLessThan(8);
    }

    @Test
    void windowsThatEndAtDifferentTimesAreNotLookedAtTogether() {
        var history = KeyedHistory.onHeap(new Layout(List.of(VALUE), HOUR));

        assertThatThrownBy(() -> history.views(List.of(new Window(HOUR, 0), new Window(HOUR, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different times");
    }
}
