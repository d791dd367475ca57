package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeanShiftTest {
    @Test
    void isTheDistanceInStandardDeviationsOfTheReferenceInEitherDirection() {
        assertThat(MeanShift.between(10, 4, 13)).isEqualTo(0.75);
        assertThat(MeanShift.between(10, 4, 7)).isEqualTo(0.75);
    }

    @Test
    void isZeroWhereAConstantStaysTheSame() {
        assertThat(MeanShift.between(5, 0, 5)).isZero();
        assertThat(MeanShift.between(0, 0, 0)).isZero();
    }

    @Test
    void takesARoundedMeanOfAConstantForThatConstant() {
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += 0.1;
        }

        assertThat(sum / 1000).isNotEqualTo(0.1);
        assertThat(MeanShift.between(0.1, 0, sum / 1000)).isZero();
    }

    @Test
    void isInfiniteWhereAConstantMoves() {
        assertThat(MeanShift.between(5, 0, 5.001)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(MeanShift.between(0, 0, 1e-300)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
