package io.millrace.enrich.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedHistoryTest {
    private static final long DAY = 86_400_000L;
    private static final long NOON = 1_700_000_000_000L;
    private static final byte[] KEY = "customer-7".getBytes(StandardCharsets.UTF_8);
    private static final Column AMOUNT = new Column("amount", Statistics.PLAIN);
    private static final Column AMOUNT_MEAN = new Column("amount", Set.of(Statistic.SUM));

    private final CountingNodeStore store = new CountingNodeStore();

    @Test
    void leavesOutAnEventExactlyAsOldAsTheWindow() {
        var history = new History(new Layout(List.of(AMOUNT), 2 * DAY), store);
        history.append(KEY, NOON - DAY, new double[] {10});
        history.append(KEY, NOON, new double[] {1});

        Summary window = history.between(NOON - DAY, NOON);

        assertThat(window.count()).isEqualTo(1);
        assertThat(window.sum(0)).isEqualTo(1);
    }

    @Test
    void countsAnEventOneMillisecondYounger() {
        var history = new History(new Layout(List.of(AMOUNT), 2 * DAY), store);
        history.append(KEY, NOON - DAY + 1, new double[] {10});
        history.append(KEY, NOON, new double[] {1});

        Summary window = history.between(NOON - DAY, NOON);

        assertThat(window.count()).isEqualTo(2);
        assertThat(window.sum(0)).isEqualTo(11);
    }

    @Test
    void leavesOutWhatIsLaterThanTheWindow() {
        var history = new History(new Layout(List.of(AMOUNT), 2 * DAY), store);
        history.append(KEY, NOON + 1, new double[] {10});
        history.append(KEY, NOON, new double[] {1});

        assertThat(history.between(NOON - DAY, NOON).sum(0)).isEqualTo(1);
        assertThat(history.between(NOON - DAY, NOON + 1).sum(0)).isEqualTo(11);
    }

    @Test
    void theKeyThatIsOpenCanBeOpenedAgainWithoutReading() {
        var history = new KeyedHistory(new Layout(List.of(AMOUNT), 2 * DAY), store);
        history.open(KEY);
        history.append(NOON, new double[] {1}, NOON);
        history.save();
        store.forgetCounts();

        history.openAgain(KEY.clone());
        assertThat(history.newestMillis()).isEqualTo(NOON);
        assertThat(store.reads).isZero();

        history.openAgain(new byte[0]);
        assertThat(history.newestMillis()).isEqualTo(Long.MIN_VALUE);
        history.openAgain(KEY);
        assertThat(history.newestMillis()).isEqualTo(NOON);
        assertThat(store.reads).isEqualTo(2);
    }

    @Test
    void takesTheLaterArrivalOfEqualTimesAsTheLast() {
        var history = new History(new Layout(List.of(AMOUNT), 2 * DAY), store);
        history.append(KEY, NOON, new double[] {1});
        history.append(KEY, NOON, new double[] {2});
        history.append(KEY, NOON - 1, new double[] {3});

        assertThat(history.between(NOON - DAY, NOON).last(0)).isEqualTo(2);
    }

    @Test
    void knowsNothingOfOtherKeys() {
        var history = new History(new Layout(List.of(AMOUNT), 2 * DAY), store);
        for (int i = 0; i < 40; i++) {
            history.append(new byte[] {1}, NOON, new double[] {100});
            history.append(new byte[] {1, 0}, NOON, new double[] {100});
            history.append(new byte[] {}, NOON, new double[] {100});
        }
        history.append(KEY, NOON, new double[] {1});

        assertThat(history.between(NOON - DAY, NOON).count()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void agreesWithLookingAtEveryEntry(int seed) {
        var random = new Random(seed);
        long span = 30 * DAY;
        long lateness = DAY / 4;
        var windows = List.of(
                new Window(DAY, 0),
                new Window(7 * DAY, 0),
                new Window(span, 0),
                new Window(DAY, 7 * DAY),
                new Window(1, 0));
        var history = new History(new Layout(List.of(AMOUNT), span + lateness), store);
        var oracle = new Oracle();
        long newest = NOON;

        for (int i = 0; i < 3_000; i++) {
            long step =
                    random.nextInt(10) == 0 ? 0 : (long) (random.nextDouble() * (seed % 2 == 0 ? 3_600_000 : DAY / 2));
            boolean outOfOrder = random.nextInt(4) == 0;
            long time = outOfOrder ? newest - (long) (random.nextDouble() * lateness) : newest + step;
            double value = random.nextInt(8) == 0 ? Double.NaN : Math.round(random.nextGaussian() * 5_000) / 100.0;
            newest = Math.max(newest, time);
            history.append(KEY, time, new double[] {value});
            oracle.append(time, value);

            for (Window window : windows) {
                long from = window.fromExclusive(time);
                long to = window.toInclusive(time);
                Summary summary = history.between(from, to);
                for (Aggregate aggregate : Oracle.KNOWN) {
                    double expected = oracle.of(aggregate, from, to);
                    boolean exact =
                            switch (aggregate) {
                                case SUM, MEAN, STDDEV -> Double.isNaN(expected);
                                default -> true;
                            };
                    double actual = Oracle.measure(aggregate).of(summary);
                    if (exact) {
                        assertThat(actual).as("%s, event %d", aggregate, i).isEqualTo(Double.valueOf(expected));
                    } else {
                        assertThat(actual).as("%s, event %d", aggregate, i).isCloseTo(expected, within(1e-7));
                    }
                }
            }
        }
    }

    @Test
    void sumsWholeNumbersExactlyInWhateverOrderTheyCome() {
        var random = new Random(11);
        var history = new History(new Layout(List.of(AMOUNT), 100 * DAY), store);
        var oracle = new Oracle();
        for (int i = 0; i < 2_000; i++) {
            long time = NOON + (long) (random.nextDouble() * 90 * DAY);
            double value = random.nextInt(1_000_000);
            history.append(KEY, time, new double[] {value});
            oracle.append(time, value);
        }

        for (int i = 0; i < 500; i++) {
            long to = NOON + (long) (random.nextDouble() * 90 * DAY);
            long from = to - (long) (random.nextDouble() * 90 * DAY);
            assertThat(history.between(from, to).sum(0)).isEqualTo(oracle.of(Aggregate.SUM, from, to));
        }
    }

    @Test
    void staysSmallAndQuickOnAKeyWithAHundredThousandEvents() {
        long window = 3 * DAY;
        var history = new History(new Layout(List.of(AMOUNT_MEAN), window + 3_600_000), store);
        int windowReads = 0;
        int levels = 5;
        for (int i = 0; i < 100_000; i++) {
            long time = NOON + i * 40_000L;
            store.forgetCounts();
            history.append(KEY, time, new double[] {i % 977 + 0.25});
            assertThat(store.reads).isEqualTo(1);
            assertThat(store.writes).isLessThanOrEqualTo(2 + levels);
            assertThat(store.deletes).isLessThanOrEqualTo(InStore.DELETED_PER_SAVE * levels);
            assertThat(store.largestWrite).isLessThan(1_700);
            store.forgetCounts();
            long expected = Math.min(i + 1, window / 40_000);
            assertThat(history.between(time - window, time).count()).isEqualTo(expected);
            windowReads = Math.max(windowReads, store.reads);
        }

        assertThat(windowReads).isLessThanOrEqualTo(levels);
        assertThat(store.nodes.size())
                .as("nodes kept: at most those of twice the window")
                .isLessThan(2 * 6_480 / 15 + 20);
    }

    @Test
    void writesFewBytesForCustomersWithTwoPaymentsADay() {
        var random = new Random(5);
        var history = new History(new Layout(List.of(AMOUNT_MEAN), 30 * DAY + 3_600_000), store);
        long time = NOON;
        for (int i = 0; i < 2_000; i++) {
            time += 1_000 * (long) (random.nextDouble() * 86_400);
            history.append(KEY, time, new double[] {Math.round(random.nextDouble() * 10_000) / 100.0});
            history.between(time - 30 * DAY, time);
        }

        assertThat(store.bytesWritten / 2_000).as("bytes per event").isLessThan(256);
    }

    @Test
    void deletesWhatNoWindowCanReachAnyMore() {
        var history = new History(new Layout(List.of(AMOUNT), DAY), store);
        for (int i = 0; i < 5_000; i++) {
            history.append(KEY, NOON + i, new double[] {i});
        }
        int before = store.nodes.size();

        // Long after, one event an hour: each may delete a few leaves
        for (int i = 0; i < 400; i++) {
            history.append(KEY, NOON + 10 * DAY + i * 3_600_000L, new double[] {1});
        }

        assertThat(before).isGreaterThan(300);
        assertThat(store.nodes.size()).isLessThan(30);
        long last = NOON + 10 * DAY + 399 * 3_600_000L;
        assertThat(history.between(last - DAY, last).count()).isEqualTo(24);
    }

    @Test
    void knowsFromWhenOnItHasEverything() {
        var history = new History(new Layout(List.of(AMOUNT), DAY + 1_000), store);
        var window = new Window(DAY - 60_000, 60_000);
        for (int i = 0; i < 16; i++) {
            history.append(KEY, NOON + i, new double[] {1});
        }
        history.append(KEY, NOON + DAY + 1_014, new double[] {1}); // the first sixteen are still needed
        assertThat(history.keyed.knownFromMillis(window)).isEqualTo(Long.MIN_VALUE);

        history.append(KEY, NOON + DAY + 1_015, new double[] {1}); // no more

        assertThat(history.keyed.knownFromMillis(window)).isEqualTo(NOON + 15 + DAY);
        history.keyed.open(KEY);
        assertThat(history.keyed.knownFromMillis(window)).isEqualTo(NOON + 15 + DAY);
        assertThat(history.keyed.knownFromMillis(new Window(Window.EVER, 60_000)))
                .isEqualTo(NOON + 15 + 60_000);
        history.keyed.open(new byte[] {1});
        assertThat(history.keyed.knownFromMillis(window)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void neverKnowsMoreThanBefore() {
        var history = new History(new Layout(List.of(AMOUNT), 6_000_000), store);
        var window = new Window(5_000_000, 0);
        long before = Long.MIN_VALUE;
        for (int i = 0; i < 1_000; i++) { // the 256th completes a node of what is left of the sixteen before
            history.append(KEY, NOON + i * 60_000L, new double[] {1});
            history.keyed.open(KEY);
            assertThat(history.keyed.knownFromMillis(window)).isGreaterThanOrEqualTo(before);
            before = history.keyed.knownFromMillis(window);
        }

        assertThat(before).isBetween(NOON + 900 * 60_000L, NOON + 1_000 * 60_000L);
    }

    @Test
    void canBeReadByWhoMayNotWrite() {
        var layout = new Layout(List.of(AMOUNT), DAY);
        var history = new History(layout, store);
        for (int i = 0; i < 40; i++) {
            history.append(KEY, NOON + i, new double[] {i});
        }
        var reading = KeyedHistory.readOnly(layout, store);
        reading.open(KEY);

        assertThat(new Measure(Aggregate.SUM, 0).of(History.view(reading, new Window(20, 0), NOON + 29)))
                .isEqualTo(10 * 39);
        reading.append(NOON, new double[] {1}, NOON);
        assertThatThrownBy(reading::save).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void needsNoColumnsToCount() {
        var history = new History(new Layout(List.of(), DAY), store);
        for (int i = 0; i < 100; i++) {
            history.append(KEY, NOON + i, new double[0]);
        }

        assertThat(history.between(NOON + 9, NOON + 49).count()).isEqualTo(40);
    }

    @Test
    void refusesStateOfOtherColumnsAndLeavesItAlone() {
        var layout = new Layout(List.of(AMOUNT), DAY);
        new History(layout, store).append(KEY, NOON, new double[] {1});
        byte[] before = store.nodes.get(NodeKey.head(KEY));
        var other = new History(new Layout(List.of(AMOUNT_MEAN), DAY), store);

        assertThatThrownBy(() -> other.append(KEY, NOON, new double[] {1}))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("other value expressions")
                .hasMessageContaining("application id");
        assertThat(store.nodes.get(NodeKey.head(KEY))).isSameAs(before);
    }

    @Test
    void refusesStateOfAnotherVersion() {
        store.put(NodeKey.head(KEY), new byte[] {99, 0, 0, 0, 0});
        var history = new History(new Layout(List.of(AMOUNT), DAY), store);

        assertThatThrownBy(() -> history.append(KEY, NOON, new double[] {1}))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("layout version 99");
    }

    @Test
    void namesANodeThatHasGoneMissing() {
        var history = new History(new Layout(List.of(AMOUNT), DAY), store);
        for (int i = 0; i < 20; i++) {
            history.append(KEY, NOON + i, new double[] {1});
        }
        store.delete(NodeKey.node(KEY, 0, 0));

        assertThatThrownBy(() -> history.between(NOON + 5, NOON + 20))
                .isInstanceOf(MissingNodeException.class)
                .hasMessageContaining("node 0 of level 0 is missing");
    }
}
