package io.millrace.enrich.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
    private static final long MINUTE = 60_000;
    private static final long TILE = 10 * MINUTE;
    private static final long MIDNIGHT = 1_699_920_000_000L;
    private static final byte[] KEY = "pump".getBytes(StandardCharsets.UTF_8);
    private static final Column COUNTED = new Column("x", Statistics.PLAIN);

    private final CountingNodeStore store = new CountingNodeStore();

    private KeyedHistory hourly(Column column, long lateness) {
        return new KeyedHistory(new Layout(List.of(column), 60 * MINUTE + lateness).inTiles(TILE), store);
    }

    private static double count(KeyedHistory history, Window window, long time) {
        return new Measure(Aggregate.COUNT, Measure.NONE).of(History.view(history, window, time));
    }

    @Test
    void aTileThatTheWindowBeginsInCountsWhole() {
        var history = hourly(COUNTED, 0);
        history.open(KEY);
        history.append(MIDNIGHT, new double[] {1}, MIDNIGHT);
        history.append(MIDNIGHT + 9 * MINUTE, new double[] {1}, MIDNIGHT + 9 * MINUTE);
        history.append(MIDNIGHT + 60 * MINUTE, new double[] {1}, MIDNIGHT + 60 * MINUTE);

        assertThat(count(history, new Window(60 * MINUTE, 0), MIDNIGHT + 60 * MINUTE))
                .isEqualTo(3);
        assertThat(count(history, new Window(60 * MINUTE, 0), MIDNIGHT + 69 * MINUTE))
                .as("its last entry is exactly at the open end")
                .isEqualTo(1);
    }

    @Test
    void aTileThatADelayedWindowEndsInDoesNotCountYet() {
        var history = hourly(COUNTED, 0);
        history.open(KEY);
        history.append(MIDNIGHT + MINUTE, new double[] {1}, MIDNIGHT);
        history.append(MIDNIGHT + 9 * MINUTE, new double[] {1}, MIDNIGHT);

        assertThat(count(history, new Window(30 * MINUTE, 5 * MINUTE), MIDNIGHT + 13 * MINUTE))
                .isZero();
        assertThat(count(history, new Window(30 * MINUTE, 5 * MINUTE), MIDNIGHT + 14 * MINUTE))
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void countsLieBetweenThoseOfWindowsShiftedByOneTile(int seed) {
        var random = new Random(seed);
        long lateness = 15 * MINUTE;
        var history = hourly(COUNTED, lateness);
        var times = new ArrayList<Long>();
        long newest = MIDNIGHT;
        for (int i = 0; i < 5_000; i++) {
            boolean late = random.nextInt(5) == 0;
            newest += late ? 0 : (long) (random.nextDouble() * MINUTE);
            long time = late ? newest - (long) (random.nextDouble() * lateness) : newest;
            history.open(KEY);
            history.append(time, new double[] {1}, newest);
            times.add(time);
            for (Window window : List.of(new Window(60 * MINUTE, 0), new Window(30 * MINUTE, 20 * MINUTE))) {
                long from = window.fromExclusive(time);
                long to = window.toInclusive(time);
                double counted = count(history, window, time);
                assertThat(counted)
                        .isLessThanOrEqualTo(between(times, from - TILE, to))
                        .isGreaterThanOrEqualTo(between(times, from, to - TILE));
            }
            history.save();
        }
    }

    private static double between(List<Long> times, long fromExclusive, long toInclusive) {
        return times.stream()
                .filter(time -> time > fromExclusive && time <= toInclusive)
                .count();
    }

    @Test
    void stateDoesNotGrowWithTheRateOfEvents() {
        assertThat(bytesKept(100)).isLessThan(bytesKept(1) * 3 / 2);
    }

    /** Six hours of events, so many a minute. */
    private long bytesKept(int perMinute) {
        var nodes = new CountingNodeStore();
        var layout = new Layout(List.of(new Column("x", Set.of(Statistic.SUM))), 60 * MINUTE).inTiles(TILE);
        var history = new KeyedHistory(layout, nodes);
        for (int i = 0; i < 360 * perMinute; i++) {
            long time = MIDNIGHT + i * MINUTE / perMinute;
            history.open(KEY);
            history.append(time, new double[] {i % 7}, time);
            history.save();
        }
        return nodes.nodes.bytes();
    }

    @Test
    void keepsSketchesOfTiles() {
        var column = new Column("x", Set.of(Statistic.DISTINCT, Statistic.QUANTILE));
        var history = hourly(column, 0);
        for (int i = 0; i < 4_000; i++) {
            long time = MIDNIGHT + i * 6_000L;
            history.open(KEY);
            history.append(time, new double[] {i % 100}, time);
            history.save();
        }
        history.open(KEY);
        WindowView hour = History.view(history, new Window(60 * MINUTE, 0), MIDNIGHT + 3_999 * 6_000L);

        assertThat(new Measure(Aggregate.DISTINCT, 0).of(hour)).isEqualTo(100);
        assertThat(new Measure(Aggregate.QUANTILE, 0, Measure.NONE, 0.5).of(hour))
                .isBetween(45.0, 55.0);
    }
}
