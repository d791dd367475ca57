package io.millrace.enrich.progress;

import static io.millrace.enrich.progress.Watermark.Of.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.state.InMemoryOrderedStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageTest {
    private static final long DELAY = 10;

    private final Gate gate = new Gate(DELAY, 2, null, 2);
    private final List<Long> left = new ArrayList<>();
    private final Passage<Long> passage = new Passage<>(gate, new HeldEvents(new InMemoryOrderedStore()), new Exit());
    private long arrivals;

    private final class Exit implements Passage.Exit<Long> {
        @Override
        public byte[] pack(Long event) {
            return event.toString().getBytes(UTF_8);
        }

        @Override
        public Long unpack(byte[] packed) {
            return Long.valueOf(new String(packed, UTF_8));
        }

        @Override
        public void leave(Long event) {
            left.add(event);
        }
    }

    private void hear(int sender, long timeMillis, boolean idle) {
        gate.hear(new Watermark(EVENTS, sender, timeMillis, idle));
        passage.release();
    }

    private void arrive(long timeMillis) {
        passage.arrive(timeMillis, timeMillis, arrivals++);
        passage.release();
    }

    @Test
    void letsAnEventPassThatNeedsNobodyElse() {
        hear(0, 100, false);
        hear(1, 100, false);

        arrive(109);

        assertThat(left).containsExactly(109L);
        assertThat(passage.held()).isZero();
    }

    @Test
    void letsAnEventPassThatGoesBeforeThoseThatWait() {
        hear(0, 200, false);
        hear(1, 100, false);
        arrive(200);

        arrive(109);

        assertThat(left).containsExactly(109L);
        assertThat(passage.held()).isOne();
    }

    @Test
    void doesNotLetAnEventPassThoseThatMayGoWithIt() {
        hear(0, 200, false);
        hear(1, 100, false);
        arrive(120);
        gate.hear(new Watermark(EVENTS, 1, 130, false));

        arrive(120);
        arrive(125);

        assertThat(left).containsExactly(120L, 120L, 125L);
        assertThat(passage.held()).isZero();
    }

    @Test
    void holdsAnEventUntilTheLastSenderIsPastItsWindows() {
        hear(0, 110, false);
        hear(1, 100, false);
        arrive(110);
        assertThat(left).isEmpty();
        assertThat(passage.hasMore()).isFalse();
        assertThat(passage.held()).isOne();

        hear(1, 101, false);
        assertThat(left).containsExactly(110L);
    }

    @Test
    void letsNobodyOvertakeThoseWhoWait() {
        hear(0, 200, false);
        hear(1, 100, false);
        arrive(150);
        gate.hear(new Watermark(EVENTS, 1, 160, false));

        arrive(160);

        assertThat(left).containsExactly(150L, 160L);
    }

    @Test
    void hasNotReachedMoreThanItHolds() {
        hear(0, 200, false);
        hear(1, 100, false);
        arrive(150);
        arrive(140);
        assertThat(passage.reached()).isEqualTo(100);

        hear(1, Passage.MOST_AT_ONCE * 2L, true);
        assertThat(left).containsExactly(140L, 150L);
        assertThat(passage.reached()).isEqualTo(200);
    }

    @Test
    void isCompleteUpToTheGateButNotToWhatWaits() {
        hear(0, 200, false);
        hear(1, 100, false);
        assertThat(passage.complete()).isEqualTo(100 + DELAY - 1);

        passage.arriveLabel(105L, 105, arrivals++); // every sender must be as far as that
        assertThat(left).isEmpty();
        assertThat(passage.complete()).isEqualTo(104);

        hear(1, 105, false);
        assertThat(left).containsExactly(105L);
        assertThat(passage.complete()).isEqualTo(105 + DELAY - 1);
    }

    @Test
    void isCompleteWithoutEndOnceAllAreIdle() {
        hear(0, 200, true);
        hear(1, 100, true);

        assertThat(passage.complete()).isEqualTo(SenderWatermarks.NOBODY);
    }

    @Test
    void isIdleOnlyOnceNothingWaits() {
        hear(1, 0, false);
        for (int i = 0; i <= Passage.MOST_AT_ONCE; i++) {
            arrive(1_000);
        }
        gate.hear(new Watermark(EVENTS, 0, 1_000, true));
        gate.hear(new Watermark(EVENTS, 1, 0, true));

        assertThat(passage.hasMore()).isTrue();
        passage.release();
        assertThat(left).hasSize(Passage.MOST_AT_ONCE);
        assertThat(passage.hasMore()).isTrue();
        assertThat(passage.idle()).isFalse();
        assertThat(passage.reached()).isEqualTo(1_000);

        passage.release();
        assertThat(left).hasSize(Passage.MOST_AT_ONCE + 1);
        assertThat(passage.hasMore()).isFalse();
        assertThat(passage.idle()).isTrue();
    }
}
