package io.millrace.enrich.contract;

import static io.millrace.enrich.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
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

    private static Event event(String id, long timeMillis) {
        var record = Payments.payment(id, NOON, "c1", "m1", 1.0);
        return new Event(record, Payments.origin(0, "c1"), id, timeMillis, new double[0], 0);
    }

    private static boolean accepted(Verdict verdict) {
        return verdict instanceof Verdict.Accepted;
    }

    @Test
    void acceptsWhatIsExactlyAsLateAsAllowedAndNothingLater() {
        var admission = new Admission(HOUR, null);

        assertThat(accepted(admission.admit(event("a", NOW - HOUR), NOW, seen))).isTrue();
        assertThat(admission.admit(event("a", NOW - HOUR - 1), NOW, seen))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectionReason.LATE));
    }

    @Test
    void takesTheFirstEventForOnTimeWhateverItsTime() {
        assertThat(accepted(new Admission(0, null).admit(event("a", 0), StreamTime.UNKNOWN, seen)))
                .isTrue();
    }

    @Test
    void takesAnIdSeenWithinTheDurationOnEitherSideForADuplicate() {
        var admission = new Admission(10 * HOUR, HOUR);
        admission.admit(event("a", NOW), StreamTime.UNKNOWN, seen);

        assertThat(accepted(admission.admit(event("a", NOW + HOUR + 1), NOW, seen)))
                .isTrue();
        assertThat(accepted(admission.admit(event("a", NOW - HOUR - 1), NOW, seen)))
                .isTrue();
        assertThat(accepted(admission.admit(event("b", NOW), NOW, seen))).isTrue();
        for (long time : new long[] {NOW, NOW + HOUR, NOW - HOUR}) {
            assertThat(admission.admit(event("a", time), NOW, seen))
                    .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                            .isEqualTo(RejectionReason.DUPLICATE));
        }
    }

    @Test
    void remembersNothingOfWhatItRejectsAndNothingAtAllWhereDuplicatesPass() {
        new Admission(HOUR, HOUR).admit(event("late", NOW - HOUR - 1), NOW, seen);
        new Admission(HOUR, null).admit(event("passing", NOW), NOW, seen);

        assertThat(remembered).isEmpty();
    }

    @Test
    void streamTimeNeverGoesBack() {
        assertThat(StreamTime.advance(StreamTime.UNKNOWN, 0)).isZero();
        assertThat(StreamTime.advance(5, 4)).isEqualTo(5);
        assertThat(StreamTime.advance(5, 6)).isEqualTo(6);
    }
}
