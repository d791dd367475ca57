package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyLimitTest {
    private final LatencyLimit limit = new LatencyLimit(2, 1000);

    @Test
    void hasFourBucketsToTheOctaveWithoutGaps() {
        assertThat(LatencyLimit.bucketOf(0)).isZero();
        assertThat(LatencyLimit.bucketOf(Long.MAX_VALUE)).isEqualTo(247);
        assertThat(LatencyLimit.lastOf(247)).isEqualTo(Long.MAX_VALUE);
        for (int bucket = 0; bucket < 247; bucket++) {
            long last = LatencyLimit.lastOf(bucket);
            assertThat(LatencyLimit.bucketOf(last)).isEqualTo(bucket);
            assertThat(LatencyLimit.bucketOf(last + 1)).isEqualTo(bucket + 1);
        }
    }

    @Test
    void isKnownAfter32CallsOfTheChampion() {
        for (int i = 0; i < 31; i++) {
            assertThat(limit.add(100)).isFalse();
        }
        assertThat(limit.known()).isFalse();

        assertThat(limit.add(100)).isTrue();

        assertThat(limit.known()).isTrue();
    }

    @Test
    void isTheChampionsP99RoundedUpAndForTheChallengerItsMultipleAndTheFloor() {
        for (int i = 0; i < 32; i++) {
            limit.add(100); // in the bucket [96, 111]
        }

        assertThat(limit.slowForChampion(111)).isFalse();
        assertThat(limit.slowForChampion(112)).isTrue();
        assertThat(limit.slowForChallenger(2 * 111 + 1000)).isFalse();
        assertThat(limit.slowForChallenger(2 * 111 + 1001)).isTrue();
    }

    @Test
    void isEstimatedAnewWhenTheCallsHaveDoubled() {
        for (int i = 0; i < 32; i++) {
            limit.add(100);
        }

        for (int i = 0; i < 31; i++) {
            assertThat(limit.add(10_000)).isFalse();
        }
        assertThat(limit.slowForChampion(112)).isTrue();
        assertThat(limit.add(10_000)).isTrue();

        assertThat(limit.slowForChampion(10_000)).isFalse();
    }

    @Test
    void leavesOutOneCallOfAHundred() {
        for (int i = 0; i < 255; i++) {
            limit.add(i < 2 ? 1_000_000 : 100);
        }
        assertThat(limit.add(100)).isTrue();

        assertThat(limit.slowForChampion(112)).isTrue();
    }

    @Test
    void isOfAllCallsAfterAMerge() {
        var other = new LatencyLimit(2, 1000);
        for (int i = 0; i < 20; i++) {
            limit.add(100);
            other.add(100);
        }
        assertThat(limit.known()).isFalse();

        limit.merge(other);

        assertThat(limit.known()).isTrue();
        assertThat(limit.slowForChampion(112)).isTrue();
    }
}
