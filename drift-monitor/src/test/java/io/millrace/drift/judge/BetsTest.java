package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BetsTest {
    private static final double EXACT = 1e-12;

    /** The mean of the eight stakes: 0.9 (1 + 1/2 + ... + 1/128) / 8. */
    private static final double MEAN_STAKE = 0.9 * (2 - 1 / 128.0) / 8;

    @Test
    void stakesHalveFromNineTenthsOfWhatCanBeLost() {
        assertThat(Bets.stake(0, 1)).isEqualTo(0.9);
        assertThat(Bets.stake(1, 1)).isEqualTo(0.45);
        assertThat(Bets.stake(0, 2)).isEqualTo(0.45);
        assertThat(Bets.stake(7, 1)).isEqualTo(0.9 / 128);
    }

    @Test
    void wealthIsTheMeanOverTheBets() {
        assertThat(Bets.logMean(new double[] {Math.log(1), Math.log(3)})).isCloseTo(Math.log(2), within(EXACT));
        assertThat(Bets.logMean(new double[] {5000, 5000})).isEqualTo(5000);
        assertThat(Bets.logMean(new double[] {0, -5000})).isCloseTo(-Math.log(2), within(EXACT));
    }

    @Test
    void oneLossMoreMultipliesTheWealthByOnePlusTheMeanStake() {
        assertThat(PairBets.above(0).logEvidence(1, 1, 0)).isCloseTo(Math.log(1 + MEAN_STAKE), within(EXACT));
        assertThat(PairBets.above(0).logEvidence(1, 0, 1)).isCloseTo(Math.log(1 - MEAN_STAKE), within(EXACT));
    }

    @Test
    void pairsThatDoNotDifferSayNothingWhereNothingIsTolerated() {
        assertThat(PairBets.above(0).logEvidence(1_000_000, 0, 0)).isZero();
        assertThat(PairBets.below(0).logEvidence(1_000_000, 0, 0)).isZero();
    }

    @Test
    void pairsThatDoNotDifferShowThatADifferenceIsWithinWhatIsTolerated() {
        assertThat(PairBets.below(0.001).logEvidence(10_000, 0, 0)).isGreaterThan(Math.log(20));
        assertThat(PairBets.above(0.001).logEvidence(10_000, 0, 0)).isNegative();
    }

    @Test
    void moreLossesAreMoreEvidenceOfHarmAndLessOfHarmlessness() {
        var harm = PairBets.above(0.01);
        var harmless = PairBets.below(0.01);

        for (int ups = 0; ups < 100; ups++) {
            assertThat(harm.logEvidence(100, ups + 1, 0)).isGreaterThan(harm.logEvidence(100, ups, 0));
            assertThat(harmless.logEvidence(100, ups + 1, 0)).isLessThan(harmless.logEvidence(100, ups, 0));
        }
    }

    @Test
    void theGameIsFairWhereTheDifferenceIsJustWhatIsTolerated() {
        // up with 0.3, down with 0.2: a mean of 0.1; all courses of four pairs, weighed with their probabilities
        double expectedAbove = 0;
        double expectedBelow = 0;
        for (int course = 0; course < 81; course++) {
            int ups = 0;
            int downs = 0;
            double probability = 1;
            for (int pair = 0, rest = course; pair < 4; pair++, rest /= 3) {
                probability *= new double[] {0.5, 0.3, 0.2}[rest % 3];
                ups += rest % 3 == 1 ? 1 : 0;
                downs += rest % 3 == 2 ? 1 : 0;
            }
            expectedAbove += probability * Math.exp(PairBets.above(0.1).logEvidence(4, ups, downs));
            expectedBelow += probability * Math.exp(PairBets.below(0.1).logEvidence(4, ups, downs));
        }

        assertThat(expectedAbove).isCloseTo(1, within(EXACT));
        assertThat(expectedBelow).isCloseTo(1, within(EXACT));
    }
}
