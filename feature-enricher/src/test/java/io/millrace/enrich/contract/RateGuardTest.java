package io.millrace.enrich.contract;

import static io.millrace.enrich.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.enrich.Payments;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three events of a customer within ten seconds, where nothing else is said. */
class RateGuardTest {
    private static final KeyField CUSTOMER = KeyField.of(Payments.TRANSACTION, "customer_id");
    private static final long WITHIN = 10_000;
    private static final long NOW = NOON.toEpochMilli(); // a multiple of WITHIN

    private final RateGuard guard = new RateGuard(CUSTOMER, 3, WITHIN, true);
    private final Memory memory = new Memory();

    /** Never forgets. */
    private static final class Memory implements CountedEvents {
        private final Map<String, byte[]> pieces = new HashMap<>();

        @Override
        public byte @Nullable [] get(String key, long startMillis) {
            assertThat(startMillis).isNotNegative();
            return pieces.get(key + "@" + startMillis);
        }

        @Override
        public void put(String key, long startMillis, byte[] piece) {
            pieces.put(key + "@" + startMillis, piece);
        }
    }

    private static Event event(String customer, long timeMillis) {
        var record = Payments.payment("t", Instant.ofEpochMilli(timeMillis), customer, "m1", 1.0);
        return new Event(record, Payments.origin(0, customer), "t", timeMillis, new double[0], 0);
    }

    private boolean counts(long timeMillis) {
        return guard.count(event("c1", timeMillis), memory);
    }

    @Test
    void theLimitItselfPassesAndOneMoreDoesNot() {
        assertThat(counts(NOW)).isTrue();
        assertThat(counts(NOW + 1)).isTrue();
        assertThat(counts(NOW + 2)).isTrue();
        assertThat(counts(NOW + 3)).isFalse();
    }

    @Test
    void aWindowIsOpenAtItsBeginning() {
        counts(NOW + 1);
        counts(NOW + 1);
        counts(NOW + 1);

        assertThat(counts(NOW + 10_000)).as("9,999 ms later").isFalse();
        assertThat(counts(NOW + 10_001)).as("10,000 ms later").isTrue();
    }

    @Test
    void eventsOfOneMillisecondAreInOneWindow() {
        var single = new RateGuard(CUSTOMER, 1, 1, true);

        assertThat(single.count(event("c1", NOW), memory)).isTrue();
        assertThat(single.count(event("c1", NOW), memory)).isFalse();
        assertThat(single.count(event("c1", NOW + 1), memory)).isTrue();
        assertThat(single.count(event("c1", NOW - 1), memory)).isTrue();
    }

    @Test
    void whatIsBeyondIsNotCounted() {
        counts(NOW);
        counts(NOW);
        counts(NOW);
        for (long later = 1; later < WITHIN; later += 100) {
            assertThat(counts(NOW + later)).isFalse();
        }

        assertThat(counts(NOW + WITHIN)).isTrue();
    }

    @Test
    void keysAreCountedEachByItself() {
        for (int i = 0; i < 10; i++) {
            counts(NOW);
        }

        assertThat(guard.count(event("c2", NOW), memory)).isTrue();
    }

    @Test
    void anEventOutOfOrderIsHeldAgainstTheWindowsAfterItToo() {
        counts(NOW + 9_000);
        counts(NOW + 9_500);
        counts(NOW + 12_000);

        assertThat(counts(NOW + 2_001))
                .as("with those after it four in one window")
                .isFalse();
        assertThat(counts(NOW + 2_000)).as("10,000 ms before the last").isTrue();
    }

    @Test
    void aFloodInReverseOrderIsOneToo() {
        counts(NOW + 60_000);
        int counted = 0;
        for (long earlier = 0; earlier < WITHIN; earlier += 10) {
            counted += counts(NOW - earlier) ? 1 : 0;
        }

        assertThat(counted).isEqualTo(3);
    }

    @Test
    void countsFromTheBeginningOfTime() {
        assertThat(counts(0)).isTrue();
        assertThat(counts(5)).isTrue();
        assertThat(counts(WITHIN)).isTrue();
        assertThat(counts(WITHIN - 1)).as("5 to 9,999 and 10,000").isTrue();
        assertThat(counts(WITHIN - 1)).isFalse();
    }

    /** Against a judge who looks at all times. */
    @Test
    void noWindowEverHasMoreAndNobodyElseIsBeyond() {
        var random = new Random(34);
        Map<String, List<Long>> counted = new HashMap<>();
        long newest = NOW;
        int beyond = 0;
        for (int i = 0; i < 2_000; i++) {
            newest += random.nextInt(2_500);
            long time = random.nextInt(3) == 0 ? newest - random.nextInt(40_000) : newest;
            String customer = "c" + random.nextInt(2);
            var times = counted.computeIfAbsent(customer, first -> new ArrayList<>());
            boolean expected = mostInAWindowWith(time, times) <= 3;
            beyond += expected ? 0 : 1;

            assertThat(guard.count(event(customer, time), memory))
                    .as("event %d", i)
                    .isEqualTo(expected);

            if (expected) {
                times.add(time);
            }
        }
        assertThat(beyond).isBetween(300, 1_700);
    }

    /** Of the windows (end - WITHIN, end] that an event lies in, those that end with an event are enough. */
    private static long mostInAWindowWith(long time, List<Long> counted) {
        var all = new ArrayList<>(counted);
        all.add(time);
        return all.stream()
                .filter(end -> end >= time && end - WITHIN < time)
                .mapToLong(end ->
                        all.stream().filter(t -> t > end - WITHIN && t <= end).count())
                .max()
                .orElseThrow();
    }

    @Test
    void whatIsKeptOfAKeyIsBoundedByTheLimit() {
        var generous = new RateGuard(CUSTOMER, 1_000, 60_000, true);
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            generous.count(event("c1", NOW + random.nextInt(60_000)), memory);
        }

        assertThat(memory.pieces).hasSize(1);
        assertThat(memory.pieces.values().iterator().next().length).isBetween(1_000, 2_100);
    }

    @Test
    void anotherWindowIsCountedAnew() {
        counts(NOW);
        counts(NOW);
        counts(NOW);
        var longer = new RateGuard(CUSTOMER, 3, 2 * WITHIN, true);

        assertThat(longer.count(event("c1", NOW), memory)).isTrue();
    }

    @Test
    void aLowerLimitHoldsAtOnce() {
        counts(NOW);
        counts(NOW);
        counts(NOW);
        var lower = new RateGuard(CUSTOMER, 1, WITHIN, true);

        assertThat(lower.count(event("c1", NOW + WITHIN - 1), memory)).isFalse();
        assertThat(lower.count(event("c1", NOW + WITHIN), memory)).isTrue();
    }

    @Test
    void refusesBytesOfAnotherVersionAndLimitsThatAreNone() {
        memory.put("c1", NOW, new byte[] {2, 1, 0});

        assertThatIllegalStateException().isThrownBy(() -> counts(NOW)).withMessageContaining("version 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new RateGuard(CUSTOMER, 0, WITHIN, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateGuard(CUSTOMER, 1, 0, true));
    }
}
