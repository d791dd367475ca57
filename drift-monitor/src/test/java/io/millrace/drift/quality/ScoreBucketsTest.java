package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScoreBucketsTest {
    @Test
    void everyBucketBeginsWhereTheOneBelowEnds() {
        assertThat(ScoreBuckets.COUNT).isEqualTo(1538);
        assertThat(ScoreBuckets.lower(0)).isZero();
        assertThat(ScoreBuckets.upper(ScoreBuckets.COUNT - 1)).isEqualTo(1);
        for (int bucket = 1; bucket < ScoreBuckets.COUNT; bucket++) {
            assertThat(ScoreBuckets.lower(bucket)).isEqualTo(ScoreBuckets.upper(bucket - 1));
            assertThat(ScoreBuckets.width(bucket)).isPositive();
        }
    }

    @Test
    void aScoreIsInTheBucketAroundItAndHigherOnesAreNotBelow() {
        double[] scores = new Random(1)
                .doubles(20_000)
                .flatMap(x -> DoubleStream.of(x, x * x * x * x, 1 - x * x * x * x))
                .sorted()
                .toArray();
        int before = 0;
        for (double score : scores) {
            int bucket = ScoreBuckets.indexOf(score);
            assertThat(score).isBetween(ScoreBuckets.lower(bucket), ScoreBuckets.upper(bucket));
            assertThat(bucket).isGreaterThanOrEqualTo(before);
            before = bucket;
        }
    }

    @Test
    void aBucketIsAThirtySecondOfItsScoresWideAtMost() {
        for (int bucket = 1; bucket < ScoreBuckets.COUNT - 1; bucket++) {
            double nearest = Math.min(ScoreBuckets.lower(bucket), 1 - ScoreBuckets.upper(bucket));
            assertThat(ScoreBuckets.width(bucket)).isLessThanOrEqualTo(nearest / 32 * (1 + 1e-9));
        }
        assertThat(ScoreBuckets.width(0)).isEqualTo(0x1p-25);
    }

    @Test
    void theEndsAndTheMiddleHaveABucket() {
        assertThat(ScoreBuckets.indexOf(0)).isZero();
        assertThat(ScoreBuckets.indexOf(-0.0)).isZero();
        assertThat(ScoreBuckets.indexOf(Double.MIN_VALUE)).isZero();
        assertThat(ScoreBuckets.indexOf(0x1p-25)).isEqualTo(1);
        assertThat(ScoreBuckets.indexOf(Math.nextDown(0.5))).isEqualTo(768);
        assertThat(ScoreBuckets.indexOf(0.5)).isEqualTo(769);
        assertThat(ScoreBuckets.indexOf(1)).isEqualTo(1537);
    }

    @Test
    void whatIsNoProbabilityHasNone() {
        assertThat(ScoreBuckets.has(0)).isTrue();
        assertThat(ScoreBuckets.has(1)).isTrue();
        assertThat(ScoreBuckets.has(-Double.MIN_VALUE)).isFalse();
        assertThat(ScoreBuckets.has(Math.nextUp(1.0))).isFalse();
        assertThat(ScoreBuckets.has(Double.NaN)).isFalse();
    }
}
