package io.millrace.drift.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.outlier.KeyRate.Limit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyRateTest {
    private static final long NOON = 1_800_014_400_000L; // a multiple of a second
    private static final Limit THREE_IN_TEN_SECONDS = new Limit(3, Duration.ofSeconds(10));

    private final KeyRate rate = new KeyRate(THREE_IN_TEN_SECONDS);

    @Test
    void theLimitItselfIsAllowedAndOneMoreIsNot() {
        assertThat(rate.add(NOON)).isFalse();
        assertThat(rate.add(NOON + 1)).isFalse();
        assertThat(rate.add(NOON + 2)).isFalse();
        assertThat(rate.add(NOON + 3)).isTrue();
    }

    @Test
    void eventsOfTheWindowCountAndThoseOfOneMoreTileAtMost() {
        for (int i = 0; i < 3; i++) {
            rate.add(NOON);
        }

        assertThat(rate.add(NOON + 10_999)).as("less than 1.1 windows later").isTrue();
        var later = new KeyRate(THREE_IN_TEN_SECONDS);
        for (int i = 0; i < 3; i++) {
            later.add(NOON);
        }
        assertThat(later.add(NOON + 11_000)).isFalse();
    }

    @Test
    void findsEveryKeyBeyondItsLimitAndNoneBelowItInElevenTenths() {
        var random = new Random(8);
        var times = new ArrayDeque<Long>();
        long time = NOON;
        for (int i = 0; i < 20_000; i++) {
            time += random.nextInt(5_000);
            times.add(time);
            while (times.peekFirst() <= time - 11_000) {
                times.removeFirst();
            }
            long now = time;
            boolean beyond = rate.add(time);
            if (times.stream().filter(t -> t > now - 10_000).count() > 3) {
                assertThat(beyond).isTrue();
            }
            if (times.size() <= 3) {
                assertThat(beyond).isFalse();
            }
        }
    }

    @Test
    void lateEventsCountWhereTheyBelong() {
        rate.add(NOON + 9_000);
        rate.add(NOON);
        rate.add(NOON + 4_000);

        assertThat(rate.add(NOON + 9_500)).isTrue();
        assertThat(rate.add(NOON - 60_000)).as("long over").isFalse();
        assertThat(rate.events()).isEqualTo(4);
        rate.add(NOON + 14_000);
        assertThat(rate.events()).as("noon's has left").isEqualTo(4);
    }

    @Test
    void isOverWhenNothingWouldCount() {
        assertThat(rate.isOver(NOON)).isTrue();
        rate.add(NOON);
        assertThat(rate.isOver(NOON + 10_999)).isFalse();
        assertThat(rate.isOver(NOON + 11_000)).isTrue();
    }

    @Test
    void goesOnAfterBeingStored() {
        rate.add(NOON);
        rate.add(NOON + 2_000);
        var restored = KeyRate.decode(THREE_IN_TEN_SECONDS, rate.encode());

        assertThat(restored.encode()).isEqualTo(rate.encode()).hasSizeLessThan(64);
        assertThat(restored.add(NOON + 3_000)).isFalse();
        assertThat(restored.add(NOON + 3_000)).isTrue();
        assertThat(KeyRate.decode(new Limit(3, Duration.ofSeconds(20)), rate.encode())
                        .events())
                .isZero();
    }

    @Test
    void refusesBytesOfOthersAndLimitsThatCannotBeCounted() {
        byte[] negative = rate.encode();
        negative[negative.length - 4] = -1;

        assertThatIllegalArgumentException().isThrownBy(() -> KeyRate.decode(THREE_IN_TEN_SECONDS, negative));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyRate.decode(THREE_IN_TEN_SECONDS, new byte[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(1, Duration.ofMillis(9)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(1, Duration.ofMillis(15)));
    }
}
