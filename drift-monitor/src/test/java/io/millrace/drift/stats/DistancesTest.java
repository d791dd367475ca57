package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances of shares, by pencil and paper. */
class DistancesTest {
    private static final double EXACT = 1e-15;
    private static final double[] HALVES = {0.5, 0.5};
    private static final double[] ONE_SIDED = {1, 0};
    private static final double[] OTHER_SIDE = {0, 1};

    /** Keeps the name in a failure. */
    record Distance(String name, ToDoubleBiFunction<double[], double[]> between, double most) {}

    static List<Distance> distances() {
        return List.of(
                new Distance("jensen-shannon", JensenShannon::natural, Math.sqrt(Math.log(2))),
                new Distance("jensen-shannon to base 2", JensenShannon::binary, 1),
                new Distance("hellinger", Hellinger::between, 1),
                new Distance("total variation", TotalVariation::between, 1),
                new Distance("l-infinity", LInfinity::between, 1));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void areZeroForTheSameSharesAndSymmetricAndLargestWhereNothingIsShared(Distance distance) {
        double[] thirds = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        double[] others = {0.2, 0.5, 0.3};

        assertThat(distance.between.applyAsDouble(thirds, thirds)).isZero();
        assertThat(distance.between.applyAsDouble(thirds, others))
                .isPositive()
                .isCloseTo(distance.between.applyAsDouble(others, thirds), within(EXACT));
        assertThat(distance.between.applyAsDouble(ONE_SIDED, OTHER_SIDE)).isCloseTo(distance.most, within(EXACT));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void refuseSharesOverDifferentBins(Distance distance) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> distance.between.applyAsDouble(HALVES, new double[] {1}))
                .withMessage("bins differ: 2 and 1 of them");
    }

    @Test
    void kullbackLeiblerIsTheLogarithmOfTwoFromOneSideToHalvesAndInfiniteTheOtherWay() {
        assertThat(KullbackLeibler.between(ONE_SIDED, HALVES)).isCloseTo(Math.log(2), within(EXACT));
        assertThat(KullbackLeibler.between(HALVES, ONE_SIDED)).isInfinite();
    }

    @Test
    void kullbackLeiblerTakesSharesAsIfTheySummedToOne() {
        assertThat(KullbackLeibler.between(new double[] {2, 2}, new double[] {1, 3}))
                .isCloseTo(KullbackLeibler.between(HALVES, new double[] {0.25, 0.75}), within(EXACT));
    }

    @Test
    void hellingerOfACoefficientBeyondOneIsZero() {
        assertThat(Hellinger.ofCoefficient(1 + 1e-15)).isZero();
        assertThat(Hellinger.ofCoefficient(0)).isEqualTo(1);
        assertThat(Hellinger.ofCoefficient(0.75)).isEqualTo(0.5);
    }

    @Test
    void totalVariationAndLInfinityDifferWhereMoreThanTwoBinsMove() {
        double[] before = {0.4, 0.3, 0.3};
        double[] now = {0.1, 0.4, 0.5};

        assertThat(TotalVariation.between(before, now)).isCloseTo(0.3, within(EXACT));
        assertThat(LInfinity.between(before, now)).isCloseTo(0.3, within(EXACT));
        assertThat(LInfinity.between(new double[] {0.5, 0.5, 0, 0}, new double[] {0, 0, 0.5, 0.5}))
                .isEqualTo(0.5);
    }

    @Test
    void stddevShiftIsTheSameForTwiceAndHalfAndKnowsConstants() {
        DoubleBinaryOperator shift = StddevShift::between;

        assertThat(shift.applyAsDouble(2, 4)).isEqualTo(Math.log(2)).isEqualTo(shift.applyAsDouble(4, 2));
        assertThat(shift.applyAsDouble(0, 0)).isZero();
        assertThat(shift.applyAsDouble(0, 1)).isInfinite();
        assertThat(shift.applyAsDouble(1, 0)).isInfinite();
    }

    @Test
    void outOfRangeShareCountsWhatIsBeyondTheSmallestAndLargestAndNotAtThem() {
        assertThat(OutOfRangeShare.of(1, 2, new double[] {1, 2, 1.5, 0.999, 2.001}))
                .isEqualTo(0.4);
    }

    @Test
    void newCategoriesCountsValuesOfCategoriesThatTheReferenceDoesNotHave() {
        assertThat(NewCategories.share(new long[] {5, 0, 1}, new long[] {3, 1, 0}))
                .isEqualTo(0.25);
    }
}
