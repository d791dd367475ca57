package io.millrace.app.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void givesBackWhatWasPutInOnce() {
        var sample = new Sample(10);

        assertThat(sample.put(7, 100, 0.25, 0.75)).isTrue();

        assertThat(sample.contains(7)).isTrue();
        assertThat(sample.take(7)).isEqualTo(new Sample.Kept(100, 0.25, 0.75));
        assertThat(sample.take(7)).isNull();
        assertThat(sample.size()).isZero();
    }

    @Test
    void aKeyThatIsThereIsNotPutInAgain() {
        var sample = new Sample(10);
        sample.put(0, 100, 1, 1);

        assertThat(sample.put(0, 200, 2, 2)).isFalse();

        assertThat(sample.take(0)).isEqualTo(new Sample.Kept(100, 1, 1));
    }

    @Test
    void isAsAMapIs() {
        var random = new Random(20261121);
        var sample = new Sample(100_000);
        var map = new HashMap<Long, Double>();
        for (int i = 0; i < 200_000; i++) {
            long key = 1L + random.nextInt(5_000);
            if (random.nextBoolean()) {
                double value = random.nextDouble();
                assertThat(sample.put(key, i, value, 0)).isEqualTo(map.putIfAbsent(key, value) == null);
            } else {
                var taken = sample.take(key);
                assertThat(taken == null ? null : taken.first()).isEqualTo(map.remove(key));
            }
            assertThat(sample.size()).isEqualTo(map.size());
        }
    }

    @Test
    void neverHasMoreThanItMayAndKeepsTheSameKeysInWhateverOrderTheyCome() {
        var random = new Random(20261121);
        long[] keys = random.longs(50_000).toArray();
        var forward = new Sample(1_000);
        var backward = new Sample(1_000);
        for (int i = 0; i < keys.length; i++) {
            forward.put(keys[i], i, 0, 0);
            backward.put(keys[keys.length - 1 - i], i, 0, 0);
            assertThat(forward.size()).isBetween(1, 1_000);
        }

        assertThat(forward.halvings()).isEqualTo(backward.halvings()).isBetween(6, 7);
        for (long key : keys) {
            assertThat(forward.contains(key)).isEqualTo(backward.contains(key));
        }
    }

    @Test
    void forgetsWhatIsOfBeforeATimeAndNothingOfThatTime() {
        var sample = new Sample(10);
        Map.of(1L, 99L, 2L, 100L).forEach((key, millis) -> sample.put(key, millis, 0, 0));

        sample.forgetBefore(100);

        assertThat(sample.contains(1)).isFalse();
        assertThat(sample.contains(2)).isTrue();
    }
}
