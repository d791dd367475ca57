package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistical tests at their edges; golden values are elsewhere. */
class TestsTest {
    private static final double EXACT = 1e-14;

    @Test
    void chiSquareOfOneCategoryHasNothingToSay() {
        assertThat(ChiSquare.goodnessOfFit(new long[] {5}, new long[] {9})).isEqualTo(new TestResult(0, 1));
        assertThat(ChiSquare.contingency(new long[] {5}, new long[] {9})).isEqualTo(new TestResult(0, 1));
    }

    @Test
    void chiSquareIsInfiniteForANewCategoryAsFitAndFiniteInATable() {
        var fit = ChiSquare.goodnessOfFit(new long[] {5, 0}, new long[] {5, 1});
        var table = ChiSquare.contingency(new long[] {5, 0}, new long[] {5, 1});

        assertThat(fit.statistic()).isInfinite();
        assertThat(fit.pValue()).isZero();
        assertThat(table.statistic()).isFinite();
    }

    @Test
    void yatesTakesNoMoreThanThereIs() {
        // expected 2.5, 2.5 on either side: a difference of 0.5, all of which the correction takes
        assertThat(ChiSquare.contingency(new long[] {3, 2}, new long[] {2, 3}).statistic())
                .isZero();
    }

    @Test
    void twoProportionsThatAreAllOrNoneAreTheSame() {
        assertThat(TwoProportions.between(0, 5, 0, 7)).isEqualTo(new TestResult(0, 1));
        assertThat(TwoProportions.between(5, 5, 7, 7)).isEqualTo(new TestResult(0, 1));
        assertThat(TwoProportions.between(5, 10, 7, 14).pValue()).isEqualTo(1);
    }

    @Test
    void kolmogorovSmirnovOfOneValueCountsItsPlaces() {
        // one value below all of nine: the two ends of ten places
        var below = KolmogorovSmirnov.exact(
                new double[] {0}, IntStream.rangeClosed(1, 9).asDoubleStream().toArray());
        var against = KolmogorovSmirnov.exact(new double[] {1}, new double[] {2});

        assertThat(below.statistic()).isEqualTo(1);
        assertThat(below.pValue()).isCloseTo(0.2, within(EXACT));
        assertThat(against.pValue()).isEqualTo(1);
    }

    @Test
    void kolmogorovSmirnovHasNoAsymptoticPValueOfOneAgainstOne() {
        assertThat(KolmogorovSmirnov.asymptotic(new double[] {1}, new double[] {2})
                        .pValue())
                .isNaN();
    }

    @Test
    void kolmogorovSmirnovIsExactUpToTenThousandValues() {
        double[] most = IntStream.range(0, KolmogorovSmirnov.MOST_FOR_EXACT)
                .asDoubleStream()
                .toArray();
        double[] more = Arrays.copyOf(most, most.length + 1);
        more[most.length] = most.length;
        double[] few = {100, 2000, 2500};

        assertThat(KolmogorovSmirnov.between(most, few)).isEqualTo(KolmogorovSmirnov.exact(most, few));
        assertThat(KolmogorovSmirnov.between(more, few)).isEqualTo(KolmogorovSmirnov.asymptotic(more, few));
    }

    @Test
    void kolmogorovSmirnovTakesTiesTogether() {
        assertThat(KolmogorovSmirnov.statistic(new double[] {1, 1, 2}, new double[] {1, 2, 2}))
                .isCloseTo(1 / 3.0, within(EXACT));
        assertThat(KolmogorovSmirnov.statistic(new double[] {0.0}, new double[] {-0.0}))
                .isZero();
    }

    @Test
    void wassersteinIsHowFarValuesMustBeCarriedOnAverage() {
        assertThat(Wasserstein.between(new double[] {0, 1, 3}, new double[] {5, 6, 8}))
                .isCloseTo(5, within(EXACT));
        assertThat(Wasserstein.between(new double[] {3, 0, 1}, new double[] {0, 1, 3}))
                .isZero();
        assertThat(Wasserstein.between(new double[] {0}, new double[] {0, 4})).isEqualTo(2);
    }
}
