package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PsiTest {
    private static final double EXACT = 1e-15;

    @Test
    void isZeroForTheSameShares() {
        assertThat(Psi.between(new double[] {0.2, 0.3, 0.5}, new double[] {0.2, 0.3, 0.5}))
                .isZero();
    }

    @Test
    void isAQuarterOfTheLogarithmOfThreeWhenHalvesBecomeAQuarterAndThreeQuarters() {
        // 0.25 ln 2 - 0.25 ln(2/3) = 0.25 ln 3
        assertThat(Psi.between(new double[] {0.5, 0.5}, new double[] {0.25, 0.75}))
                .isCloseTo(0.25 * Math.log(3), within(EXACT));
    }

    @Test
    void isTheSameBothWays() {
        double[] one = {0.1, 0.6, 0.3};
        double[] other = {0.3, 0.3, 0.4};

        assertThat(Psi.between(one, other)).isCloseTo(Psi.between(other, one), within(EXACT));
    }

    @Test
    void takesAZeroShareForOneInTenThousand() {
        double expected = (0.5 - 1) * Math.log(0.5) + (0.5 - 1e-4) * Math.log(0.5 / 1e-4);

        assertThat(Psi.between(new double[] {0.5, 0.5}, new double[] {1, 0})).isCloseTo(expected, within(EXACT));
    }

    @Test
    void takesAZeroShareForAMillionthOfTheSmallestIfThatIsNotAboveOneInTenThousand() {
        double expected = (0.5 - 1e-4) * Math.log(0.5 / 1e-4)
                + (0.25 - 1e-10) * Math.log(0.25 / 1e-10)
                + (0.25 - 0.9999) * Math.log(0.25 / 0.9999);

        assertThat(Psi.between(new double[] {0.5, 0.25, 0.25}, new double[] {1e-4, 0, 0.9999}))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void leavesOutBinsThatAreEmptyOnBothSides() {
        assertThat(Psi.between(new double[] {0.5, 0.5, 0}, new long[] {1, 3, 0}))
                .isEqualTo(Psi.between(new double[] {0.5, 0.5}, new double[] {0.25, 0.75}));
    }

    @Test
    void refusesSharesOverDifferentBinsAndSidesWithoutAnyShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Psi.between(new double[] {1}, new double[] {0.5, 0.5}))
                .withMessage("bins differ: 1 and 2 of them");
        assertThatIllegalArgumentException().isThrownBy(() -> Psi.between(new double[] {1}, new double[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Psi.between(new double[] {1}, new long[] {1, 0}))
                .withMessage("bins differ: 1 and 2 of them");
    }
}
