package io.millrace.enrich.contract;

import static io.millrace.enrich.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long HOUR = 3_600_000;
    private static final long NOW = NOON.toEpochMilli();

    private final Map<String, TreeSet<Long>> remembered = new HashMap<>();
    private final SeenEvents seen = new SeenEvents() {
        @Override
        public boolean seenBetween(String id, long fromMillis, long toMillis) {
            return !remembered
                    .getOrDefault(id, new TreeSet<>())
                    .subSet(fromMillis, true, toMillis, true)
                    .isEmpty();
        }

        @Override
        public void remember(String id, long timeMillis) {
            remembered.computeIfAbsent(id, first -> new TreeSet<>()).add(timeMillis);
        }
    };

    private final Map<String, byte[]> pieces = new HashMap<>();
    private final CountedEvents counted = new CountedEvents() {
        @Override
        public byte @Nullable [] get(String key, long startMillis) {
            return pieces.get(key + "@" + startMillis);
        }

        @Override
        public void put(String key, long startMillis, byte[] piece) {
            pieces.put(key + "@" + startMillis, piece);
        }
    };

    private static Admission limited(boolean quarantines) {
        var guard = new RateGuard(KeyField.of(Payments.TRANSACTION, "customer_id"), 1, HOUR, quarantines);
        return new Admission(HOUR, HOUR, guard);
    }

    private static Event event(String id, long timeMillis) {
        var record = Payments.payment(id, NOON, "c1", "m1", 1.0);
        return new Event(record, Payments.origin(0, "c1"), id, timeMillis, new double[0], 0);
    }

    private static boolean accepted(Verdict verdict) {
        return verdict instanceof Verdict.Accepted;
    }

    @Test
    void acceptsWhatIsExactlyAsLateAsAllowedAndNothingLater() {
        var admission = new Admission(HOUR, null, null);

        assertThat(accepted(admission.admit(event("a", NOW - HOUR), NOW, seen, counted)))
                .isTrue();
        assertThat(admission.admit(event("a", NOW - HOUR - 1), NOW, seen, counted))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectionReason.LATE));
    }

    @Test
    void takesTheFirstEventForOnTimeWhateverItsTime() {
        assertThat(accepted(new Admission(0, null, null).admit(event("a", 0), StreamTime.UNKNOWN, seen, counted)))
                .isTrue();
    }

    @Test
    void takesAnIdSeenWithinTheDurationOnEitherSideForADuplicate() {
        var admission = new Admission(10 * HOUR, HOUR, null);
        admission.admit(event("a", NOW), StreamTime.UNKNOWN, seen, counted);

        assertThat(accepted(admission.admit(event("a", NOW + HOUR + 1), NOW, seen, counted)))
                .isTrue();
        assertThat(accepted(admission.admit(event("a", NOW - HOUR - 1), NOW, seen, counted)))
                .isTrue();
        assertThat(accepted(admission.admit(event("b", NOW), NOW, seen, counted)))
                .isTrue();
        for (long time : new long[] {NOW, NOW + HOUR, NOW - HOUR}) {
            assertThat(admission.admit(event("a", time), NOW, seen, counted))
                    .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                            .isEqualTo(RejectionReason.DUPLICATE));
        }
    }

    @Test
    void remembersNothingOfWhatItRejectsAndNothingAtAllWhereDuplicatesPass() {
        new Admission(HOUR, HOUR, null).admit(event("late", NOW - HOUR - 1), NOW, seen, counted);
        new Admission(HOUR, null, null).admit(event("passing", NOW), NOW, seen, counted);

        assertThat(remembered).isEmpty();
    }

    @Test
    void refusesAnEventBeyondTheRateAsIfItHadNeverCome() {
        limited(true).admit(event("a", NOW), StreamTime.UNKNOWN, seen, counted);
        var kept = Map.copyOf(pieces);

        assertThat(limited(true).admit(event("b", NOW), NOW, seen, counted))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectionReason.RATE_EXCEEDED);
                    assertThat(rejected.stage()).isEqualTo(Stage.CONTRACT);
                    assertThat(rejected.detail())
                            .isEqualTo(
                                    "its customer_id has 1 events within 3600000 ms without it, and may have no more");
                });
        assertThat(remembered).containsOnlyKeys("a");
        assertThat(pieces).isEqualTo(kept);
        assertThat(accepted(limited(true).admit(event("b", NOW + HOUR), NOW, seen, counted)))
                .isTrue();
    }

    @Test
    void marksAnEventBeyondTheRateWhereNobodyMinds() {
        limited(false).admit(event("a", NOW), StreamTime.UNKNOWN, seen, counted);

        assertThat(limited(false).admit(event("b", NOW), NOW, seen, counted))
                .isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> assertThat(accepted.beyondRate())
                        .isTrue());
        assertThat(limited(false).admit(event("c", NOW + HOUR), NOW, seen, counted))
                .isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> assertThat(accepted.beyondRate())
                        .isFalse());
        assertThat(remembered).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void neitherLateEventsNorDuplicatesAreCounted() {
        limited(true).admit(event("late", NOW - HOUR - 1), NOW, seen, counted);
        assertThat(pieces).isEmpty();
        seen.remember("a", NOW);
        limited(true).admit(event("a", NOW), NOW, seen, counted);

        assertThat(pieces).isEmpty();
    }

    @Test
    void streamTimeNeverGoesBack() {
        assertThat(StreamTime.advance(StreamTime.UNKNOWN, 0)).isZero();
        assertThat(StreamTime.advance(5, 4)).isEqualTo(5);
        assertThat(StreamTime.advance(5, 6)).isEqualTo(6);
    }
}
