package io.millrace.drift.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Estimates at their edges; NannyML's values are golden. */
class CbpeTest {
    /** Scores of one class are taken as they are. */
    private static final Cbpe UNCALIBRATED = Cbpe.fit(new double[] {0.1, 0.9}, new int[] {1, 1});

    @Test
    void scoresThatAreProbabilitiesSayWhatToExpect() {
        // answered 1: 0.9 and 0.6 right; answered 0: 0.2 wrong
        var estimate = UNCALIBRATED.estimate(new double[] {0.9, 0.6, 0.2}, 0.5);

        assertThat(UNCALIBRATED.isCalibrated()).isFalse();
        assertThat(estimate.rows()).isEqualTo(3);
        assertThat(estimate.accuracy()).isCloseTo((0.9 + 0.6 + 0.8) / 3, within(1e-15));
        assertThat(estimate.f1()).isCloseTo(1.5 / (1.5 + (0.5 + 0.2) / 2), within(1e-15));
    }

    @Test
    void aScoreAtTheThresholdIsAnsweredWithOne() {
        assertThat(UNCALIBRATED.estimate(new double[] {0.5}, 0.5).f1()).isPositive();
        assertThat(UNCALIBRATED.estimate(new double[] {0.5}, Math.nextUp(0.5)).f1())
                .isZero();
    }

    @Test
    void withoutAScoreNothingIsKnown() {
        assertThat(UNCALIBRATED.estimate(new double[] {Double.NaN}, 0.5))
                .isEqualTo(new Cbpe.Estimate(0, null, null, null));
    }

    @Test
    void whereAllAreExpectedToBeOfOneClassThereIsNoRanking() {
        var estimate = UNCALIBRATED.estimate(new double[] {1, 1, Double.NaN}, 0.5);

        assertThat(estimate.rocAuc()).isNull();
        assertThat(estimate.accuracy()).isEqualTo(1);
        assertThat(estimate.rows()).isEqualTo(2);
    }

    @Test
    void aReferenceThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbpe.fit(new double[] {0.5}, new int[] {1, 0}))
                .withMessage("1 scores, but 2 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbpe.fit(new double[] {0.5, Double.NaN}, new int[] {1, 0}))
                .withMessageContaining("outside [0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbpe.fit(new double[] {0.5, 0.6}, new int[] {1, 2}))
                .withMessageContaining("neither 0 nor 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbpe.fit(new double[] {0.5, 0.6, 0.7}, new int[] {1, 0, 0}))
                .withMessageContaining("too few rows");
    }

    @Test
    void isotonicRegressionPoolsWhatIsOutOfOrderAndIsALineBetween() {
        var regression = IsotonicRegression.fit(new double[] {0.1, 0.2, 0.3, 0.4, 0.6}, new int[] {0, 1, 0, 1, 1});

        assertThat(regression.at(0)).isZero();
        assertThat(regression.at(0.2)).isEqualTo(0.5);
        assertThat(regression.at(0.25)).isEqualTo(0.5);
        assertThat(regression.at(0.35)).isCloseTo(0.75, within(1e-12));
        assertThat(regression.at(0.9)).isEqualTo(1);
    }

    @Test
    void scoresThatAreTooSureAreCalibrated() {
        double[] scores = IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0).toArray();
        int[] labels = IntStream.range(0, 1000)
                .map(i -> i % 10 < 10 * scores[i] * scores[i] ? 1 : 0)
                .toArray();

        assertThat(Cbpe.fit(scores, labels).isCalibrated()).isTrue();
    }
}
