package io.millrace.enrich.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentHeadsTest {
    private static final long HOUR = 3_600_000L;
    private static final long NOON = 1_700_000_000_000L;
    private static final int KEYS = 12;
    private static final List<Window> WINDOWS =
            List.of(new Window(HOUR, 0), new Window(20 * HOUR, 0), new Window(Window.EVER, 0, 0, true));

    private final CountingNodeStore store = new CountingNodeStore();

    private static byte[] key(int number) {
        return ("customer-" + number).getBytes(UTF_8);
    }

    private static Layout layout(boolean tiles, Set<Statistic> statistics) {
        var layout = new Layout(List.of(new Column("x", statistics)), 24 * HOUR).withPast();
        return tiles ? layout.inTiles(HOUR / 4) : layout;
    }

    private static void append(KeyedHistory history, int key, long timeMillis, double x) {
        history.open(key(key));
        history.append(timeMillis, new double[] {x}, timeMillis);
        history.save();
    }

    @ParameterizedTest(name = "{0} bytes, tiles {1}, sketches {2}")
    @CsvSource({
        "1, false, false",
        "9000, false, false",
        "100000, false, false",
        "100000000, false, false",
        "9000, true, false",
        "100000, false, true",
        "1000000, false, true",
        "1000000, true, true",
    })
    void holdingHeadsChangesNeitherAnswersNorWhatIsStored(long bytes, boolean tiles, boolean sketches) {
        var statistics = sketches
                ? Set.of(Statistic.SUM, Statistic.DISTINCT, Statistic.QUANTILE)
                : Set.of(Statistic.SUM, Statistic.LAST);
        var plain = new HexNodeStore();
        var recent = new HexNodeStore();
        var without = new KeyedHistory(layout(tiles, statistics), plain);
        var with = new KeyedHistory(layout(tiles, statistics), recent, bytes);
        var viewsWithout = without.views(WINDOWS);
        var viewsWith = with.views(WINDOWS);
        var measures =
                new ArrayList<>(List.of(new Measure(Aggregate.COUNT, Measure.NONE), new Measure(Aggregate.SUM, 0)));
        if (sketches) {
            measures.add(new Measure(Aggregate.DISTINCT, 0));
            measures.add(new Measure(Aggregate.QUANTILE, 0, Measure.NONE, 0.9));
        }
        var random = new Random(5);
        long time = NOON;
        for (int i = 0; i < 6_000; i++) {
            time += random.nextInt((int) HOUR / 60);
            byte[] key = key((int) (KEYS * random.nextDouble() * random.nextDouble()));
            without.open(key);
            with.open(key);
            assertThat(with.newestMillis()).isEqualTo(without.newestMillis());
            if (random.nextInt(3) > 0) {
                long at = time - (random.nextInt(5) == 0 ? HOUR / 2 : 0);
                double[] x = {random.nextInt(1_000)};
                without.append(at, x, time);
                with.append(at, x, time);
                without.save();
                with.save();
            }
            var expected = viewsWithout.at(time);
            var seen = viewsWith.at(time);
            for (int w = 0; w < WINDOWS.size(); w++) {
                for (Measure measure : measures) {
                    assertThat(measure.of(seen.get(w)))
                            .as("%s of %s at event %d", measure, WINDOWS.get(w), i)
                            .isEqualTo(Double.valueOf(measure.of(expected.get(w))));
                }
            }
        }

        assertThat(recent.lines()).isEqualTo(plain.lines());
    }

    @Test
    void whatWasUsedLastIsNotReadAgain() {
        var history = new KeyedHistory(layout(false, Set.of(Statistic.SUM)), store, 1 << 20);
        for (int i = 0; i < 100; i++) {
            append(history, 1, NOON + i * HOUR / 10, 1);
            append(history, 2, NOON + i * HOUR / 10, 1);
        }
        assertThat(store.reads).as("of heads that are not there yet").isEqualTo(2);

        history.open(key(1));
        var window = new Window(HOUR, 0);
        assertThat(new Measure(Aggregate.SUM, 0).of(History.view(history, window, NOON + 99 * HOUR / 10)))
                .isEqualTo(10);
        assertThat(store.reads).isEqualTo(2);
    }

    @Test
    void whatWasUsedLongestAgoIsReadAgainWhenThereIsNoRoom() {
        var layout = layout(false, Set.of(Statistic.SUM));
        long one = new Head(layout).heapBytes();
        var history = new KeyedHistory(layout, store, 16 * 2 * one);
        for (int key = 0; key < 100; key++) {
            append(history, key, NOON, 1);
        }
        store.forgetCounts();

        append(history, 99, NOON + 1, 1);
        append(history, 98, NOON + 1, 1);
        assertThat(store.reads).isZero();
        append(history, 0, NOON + 1, 1);
        assertThat(store.reads).isOne();
    }

    @Test
    void aLargeKeyDoesNotPushOutTheOthers() {
        var layout = layout(false, Set.of(Statistic.SUM));
        long one = new Head(layout).heapBytes();
        var history = new KeyedHistory(layout, store, 16 * 4 * one);
        append(history, 1, NOON, 1);
        for (int i = 0; i < 5_000; i++) {
            append(history, 2, NOON + i, 1);
        }
        append(history, 3, NOON, 1);
        store.forgetCounts();

        append(history, 1, NOON + 1, 1);
        append(history, 2, NOON + 5_000, 1);

        assertThat(store.reads).isZero();
    }

    @Test
    void stateOfAnotherLayoutIsNotHeld() {
        append(new KeyedHistory(layout(true, Set.of(Statistic.SUM)), store), 1, NOON, 1);
        var history = new KeyedHistory(layout(false, Set.of(Statistic.SUM)), store, 1 << 20);
        append(history, 2, NOON, 1);

        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> history.open(key(1))).isInstanceOf(IncompatibleStateException.class);
        }
    }
}
