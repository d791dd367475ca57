package io.millrace.enrich.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.enrich.Payments;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.KeyFeatures.Busy;
import io.millrace.enrich.plan.KeyFeatures.Forgotten;
import io.millrace.enrich.plan.KeyFeatures.Known;
import io.millrace.enrich.plan.KeyFeatures.NoHistory;
import io.millrace.enrich.plan.KeyFeatures.Unreadable;
import io.millrace.enrich.plan.KeyFeatures.Value;
import io.millrace.enrich.window.NodeReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StationReaderTest {
    private static final long NOON = Payments.NOON.toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final Shop SHOP = new Shop(LATENESS, true);
    private static final byte[] KEY = Payments.bytes("c1");
    private static final int PARTITION = 3;

    private final Stores stores = new Stores();
    private final Station.Work work = SHOP.customers().over(stores);
    private final StationReader reader = SHOP.plan().reader(SHOP.customers());

    @BeforeEach
    void everybodyIsFarAhead() {
        SHOP.customers().frontiers().of(PARTITION).set(Long.MAX_VALUE);
    }

    private KeyFeatures read(@Nullable Long timeMillis) {
        return read(timeMillis, stores);
    }

    private KeyFeatures read(@Nullable Long timeMillis, Function<StationHistory, ? extends NodeReader> from) {
        return reader.read(KEY, timeMillis, PARTITION, from);
    }

    private void enrich(long timeMillis, int items) {
        work.enrich(SHOP.event("c1", timeMillis, items), timeMillis);
    }

    private static Map<String, Double> numbers(KeyFeatures found) {
        assertThat(found).isInstanceOf(Known.class);
        return ((Known) found)
                .values().stream()
                        .collect(Collectors.toMap(value -> value.feature().name(), Value::number));
    }

    /** A world that forgets as a stream does, and beside it one that never forgets and asks itself with real events. */
    private static final class Worlds {
        private final Shop remembering = new Shop(Duration.ofDays(365), false);
        private final Stores all = new Stores();
        private final Station.Work oracle = remembering.customers().over(all);
        private final Station.Work work;
        private final Random random;
        private final ArrayDeque<Event> unlabelled = new ArrayDeque<>();
        private long settled = NOON;

        private Worlds(Station.Work work, int seed) {
            this.work = work;
            this.random = new Random(seed);
        }

        private void go() {
            boolean pause = random.nextInt(200) == 0;
            settled += pause ? 50 * MINUTE : random.nextInt(20_000);
            long time = random.nextInt(4) == 0 ? settled - random.nextInt((int) LATENESS.toMillis() + 1) : settled;
            String customer = random.nextInt(5) == 0 ? "c2" : "c1";
            int items = random.nextInt(400);
            Event event = SHOP.event(customer, time, items);
            work.enrich(event, settled);
            oracle.enrich(remembering.event(customer, time, items), settled);
            unlabelled.add(event);
            if (unlabelled.size() > 40) {
                learn(unlabelled.poll());
            }
        }

        private void learn(Event event) {
            var labelled = new Shop.Labelled(event, random.nextInt(3) == 0);
            byte[] key = Payments.bytes(event.record().get("customer_id").toString());
            work.learn(key, event.timeMillis(), SHOP.customers().labelled(labelled), settled);
            oracle.learn(key, event.timeMillis(), remembering.customers().labelled(labelled), settled);
        }

        /** What an event at that moment sees, without itself. */
        private double[] seenBy(long timeMillis) {
            Event probe = remembering.event("c1", timeMillis, 200);
            remembering.customers().over(all.copy()).enrich(probe, settled);
            return probe.row();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void tellsWhatAnEventWouldSeeWithoutItself(int seed) {
        var worlds = new Worlds(work, seed);
        var random = new Random(-seed);
        int told = 0;
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            worlds.go();
            if (i % 5 != 0) {
                continue;
            }
            Long at = i % 3 == 0 ? null : Long.valueOf(worlds.settled + (random.nextInt(180) - 120) * MINUTE);
            KeyFeatures found = read(at);
            if (found instanceof Forgotten forgotten) {
                assertThat(at).isNotNull().isLessThan(forgotten.knownFromMillis());
                refused++;
                found = read(forgotten.knownFromMillis());
            }
            if (found instanceof Known known) {
                assertSeen(known, worlds.seenBy(known.timeMillis()));
                told++;
            }
        }
        assertThat(told).isGreaterThan(290);
        assertThat(refused).isGreaterThan(20);
    }

    private void assertSeen(Known known, double[] row) {
        assertThat(known.values()).hasSize(row.length - 1); // all but `amount`, which is no aggregate
        for (Value value : known.values()) {
            double expected = row[SHOP.plan().features().indexOf(value.feature())];
            String name = value.feature().name() + " at " + known.timeMillis();
            if (Double.isNaN(expected) || name.startsWith("n_")) {
                assertThat(value.number()).as(name).isEqualTo(Double.valueOf(expected));
            } else {
                assertThat(value.number()).as(name).isCloseTo(expected, within(Math.abs(expected) * 1e-9 + 1e-9));
            }
        }
    }

    @Test
    void isAsOfTheNewestEventUnlessAsked() {
        enrich(NOON, 8);
        enrich(NOON + 20_000, 12);
        enrich(NOON + 10_000, 16); // late

        var found = (Known) read(null);

        assertThat(found.timeMillis()).isEqualTo(NOON + 20_000);
        assertThat(found.newestMillis()).isEqualTo(NOON + 20_000);
        assertThat(numbers(found))
                .containsEntry("n_10m", 3.0)
                .containsEntry("last_10m", 3.0)
                .containsEntry("since_10m", 0.0);
        assertThat(numbers(read(NOON + 20_000))).isEqualTo(numbers(found));
    }

    @Test
    void windowsMoveWithTheMomentAndAreExactToTheMillisecond() {
        enrich(NOON, 8);

        assertThat(numbers(read(NOON - 1))).containsEntry("n_10m", 0.0);
        assertThat(numbers(read(NOON))).containsEntry("n_10m", 1.0);
        assertThat(numbers(read(NOON + 10 * MINUTE - 1))).containsEntry("n_10m", 1.0);
        assertThat(numbers(read(NOON + 10 * MINUTE)))
                .containsEntry("n_10m", 0.0)
                .containsEntry("n_all", 1.0)
                .containsEntry("since_all", 600.0);
    }

    @Test
    void saysOfWhichTypeAFeatureIs() {
        enrich(NOON, 8);

        var typed = ((Known) read(null))
                .values().stream()
                        .filter(value -> List.of("n_10m", "avg_10m", "online_10m")
                                .contains(value.feature().name()))
                        .map(Value::typed);

        assertThat(typed).containsExactly(1L, 8.0, true);
    }

    @Test
    void leavesWhatIsMissingMissing() {
        enrich(NOON, 8);

        assertThat(((Known) read(null)).values())
                .filteredOn(value -> value.feature().name().equals("sd_10m"))
                .singleElement()
                .satisfies(value -> assertThat(value.typed()).isNull());
    }

    @Test
    void hasTheFeaturesOfItsStationInTheOrderOfThePlan() {
        enrich(NOON, 8);

        var names = ((Known) read(null)).values().stream().map(Value::feature).toList();

        List<Feature> features = SHOP.plan().features();
        assertThat(names).containsExactlyElementsOf(features.subList(1, features.size()));
    }

    private static List<String> pending(KeyFeatures found) {
        return ((Known) found)
                .values().stream()
                        .filter(Value::pending)
                        .map(value -> value.feature().name())
                        .toList();
    }

    @Test
    void leavesOutWhatOthersMayStillChange() {
        enrich(NOON, 400);
        SHOP.customers().frontiers().of(PARTITION).set(NOON + 6 * MINUTE);

        var late = read(NOON + 6 * MINUTE);
        var early = read(NOON + 6 * MINUTE + 1);

        assertThat(pending(late)).isEmpty();
        assertThat(numbers(late)).containsEntry("large_30m", 1.0);
        assertThat(pending(early))
                .containsExactly(
                        "large_30m",
                        "large_last3",
                        "large_all",
                        "large_avg_30m",
                        "large_avg_last3",
                        "large_avg_all",
                        "risk_30m",
                        "known_30m");
        assertThat(((Known) early).values()).filteredOn(Value::pending).allSatisfy(value -> {
            assertThat(value.number()).isNaN();
            assertThat(value.typed()).isNull();
        });
        assertThat(numbers(early)).containsEntry("n_10m", 1.0);
    }

    @Test
    void leavesOutWhatMayChangeInAPartitionThatNobodyWritesHere() {
        enrich(NOON, 400);
        SHOP.customers().frontiers().of(PARTITION).set(Frontiers.UNKNOWN);

        assertThat(pending(read(NOON))).hasSize(8);
        assertThat(pending(reader.read(KEY, NOON, PARTITION + 1, stores))).hasSize(8);
    }

    @Test
    void knowsNothingOfAKeyWithoutEvents() {
        work.enrich(SHOP.event("c2", NOON, 8), NOON);

        assertThat(read(null)).isEqualTo(new NoHistory());
        assertThat(read(NOON)).isEqualTo(new NoHistory());
    }

    @Test
    void refusesAMomentOfWhichSomethingMayHaveBeenForgotten() {
        for (int i = 0; i < 200; i++) {
            enrich(NOON + i * MINUTE, i);
        }

        var refused = read(NOON);

        assertThat(refused).isInstanceOf(Forgotten.class);
        long from = ((Forgotten) refused).knownFromMillis();
        assertThat(from).isBetween(NOON + 100 * MINUTE, NOON + 199 * MINUTE);
        assertThat(read(from - 1)).isEqualTo(refused);
        assertThat(numbers(read(from))).containsEntry("n_1h", 60.0);
    }

    @Test
    void isAsOfLaterWhereLabelsWereForgottenSinceTheNewestEvent() {
        for (int i = 0; i < 40; i++) {
            enrich(NOON + i * MINUTE, i);
        }
        long newest = NOON + 39 * MINUTE;
        long settled = newest + 40 * MINUTE;
        for (int i = 0; i < 40; i++) {
            var event = new Shop.Labelled(SHOP.event("c1", NOON + i * MINUTE, i), i % 2 == 0);
            work.learn(KEY, NOON + i * MINUTE, SHOP.customers().labelled(event), settled);
        }

        var found = (Known) read(null);

        assertThat(found.newestMillis()).isEqualTo(newest);
        assertThat(found.timeMillis()).isEqualTo(settled - LATENESS.toMillis());
        assertThat(numbers(found)).containsEntry("known_30m", 10.0); // (69 - 40, 69 - 10] minutes after noon
        assertThat(read(newest)).isEqualTo(new Forgotten(found.timeMillis()));
    }

    /** Does something each time that a key is asked for. */
    private Function<StationHistory, NodeReader> whileReading(Runnable each) {
        return history -> {
            NodeReader store = stores.apply(history);
            return key -> {
                byte[] value = store.get(key);
                each.run();
                return value;
            };
        };
    }

    @Test
    void readsAgainWhereTheKeyWasWrittenToMeanwhile() {
        for (int i = 0; i < 20; i++) {
            enrich(NOON + i * MINUTE, i);
        }
        var once = new AtomicBoolean(true);

        var found = read(null, whileReading(() -> {
            if (once.getAndSet(false)) {
                for (int i = 0; i < 5; i++) {
                    enrich(NOON + (500 + i) * MINUTE, i); // deletes what the head that was read speaks of
                }
            }
        }));

        assertThat(((Known) found).timeMillis()).isEqualTo(NOON + 504 * MINUTE);
        assertThat(numbers(found))
                .containsEntry("n_10m", 5.0)
                .containsEntry("tiled_10m", 5.0)
                .containsEntry("n_all", 25.0);
    }

    @Test
    void saysSoWhereTheKeyIsWrittenToAllTheTime() {
        enrich(NOON, 1);
        var time = new AtomicInteger();

        assertThat(read(null, whileReading(() -> enrich(NOON + time.incrementAndGet(), 1))))
                .isEqualTo(new Busy());
    }

    @Test
    void saysSoWhereTheKeyIsBeingWrittenTo() {
        enrich(NOON, 1);
        SHOP.customers().marks().begin(KEY);
        try {
            assertThat(read(null)).isEqualTo(new Busy());
        } finally {
            SHOP.customers().marks().end(KEY);
        }
        assertThat(read(null)).isInstanceOf(Known.class);
    }

    @Test
    void answersWhileOtherKeysAreWrittenTo() {
        enrich(NOON, 1);
        var customer = new AtomicInteger();

        var found = read(null, whileReading(() -> {
            String other = "other-" + customer.incrementAndGet();
            if (SHOP.customers().marks().mark(KEY) != WriteMarks.BEING_WRITTEN) {
                work.enrich(SHOP.event(other, NOON, 1), NOON);
            }
        }));

        assertThat(numbers(found)).containsEntry("n_all", 1.0);
    }

    @Test
    void saysWhatIsWrongWithStateThatItCannotRead() {
        enrich(NOON, 1);
        var otherPlan = FeaturePlan.compile(Payments.twoStations());
        var other = otherPlan.reader(otherPlan.stations().get(0));

        assertThat(other.read(KEY, null, PARTITION, stores))
                .isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.message())
                        .contains("other value expressions"));
    }

    @Test
    void saysWhichNodeIsMissingForGood() {
        for (int i = 0; i < 20; i++) {
            enrich(NOON + i, i);
        }
        StationHistory exact = SHOP.customers().histories().get(0);
        var head = stores.apply(exact).get(Payments.bytes("c1\0"));
        var damaged = new Stores();
        damaged.apply(exact).put(Payments.bytes("c1\0"), requireNonNull(head));

        assertThat(read(NOON + 10, damaged))
                .isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.message())
                        .contains("node 0 of level 0 is missing"));
    }

    /** As fast as two threads can: whatever comes out is of one moment between two events, in all histories. */
    @Test
    void isOfOneMomentBesideAWriter() throws Exception {
        enrich(NOON, 0);
        var failure = new AtomicBoolean();
        var writer = new Thread(() -> {
            try {
                for (int i = 1; i < 20_000; i++) {
                    enrich(NOON + i * MINUTE, i);
                }
            } catch (RuntimeException e) {
                failure.set(true);
                throw e;
            }
        });
        writer.start();
        int told = 0;
        while (writer.isAlive()) {
            if (read(null) instanceof Known known) {
                long events = (known.timeMillis() - NOON) / MINUTE + 1;
                var numbers = numbers(known);
                assertThat(numbers)
                        .containsEntry("n_all", (double) events)
                        .containsEntry("n_1h", (double) Math.min(60, events))
                        .containsEntry("tiled_1h", (double) Math.min(60, events))
                        .containsEntry("sum_all", (events - 1) * events / 2.0)
                        .containsEntry("places_all", (double) Math.min(7, events));
                told++;
            }
        }
        writer.join();

        assertThat(failure).isFalse();
        assertThat(told).isPositive();
        assertThat(((Known) read(null)).timeMillis()).isEqualTo(NOON + 19_999 * MINUTE);
    }
}
