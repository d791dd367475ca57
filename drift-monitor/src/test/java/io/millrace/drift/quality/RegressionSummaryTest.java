package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionSummaryTest {
    private final RegressionSummary summary = new RegressionSummary();

    private void labelled(double score, double outcome) {
        summary.predicted();
        summary.labelled(score, outcome, Duration.ZERO);
    }

    private @Nullable Double value(Measure measure) {
        return summary.figures().of(measure).value();
    }

    @Test
    void ofNothingEverythingIsUnknown() {
        assertThat(summary.figures().measures().values()).containsOnly(Figure.UNKNOWN);
        assertThat(summary.figures().of(Measure.ROC_AUC)).isEqualTo(Figure.UNKNOWN);
    }

    @Test
    void oneRowHasAnErrorButExplainsNothing() {
        labelled(5, 3);

        assertThat(value(Measure.RMSE)).isEqualTo(2);
        assertThat(value(Measure.MEAN_ERROR)).isEqualTo(2);
        assertThat(value(Measure.R2)).isNull();
    }

    @Test
    void wherePositiveAndNegativeErrorsCancelTheMeanIsZero() {
        labelled(5, 3);
        labelled(1, 3);

        assertThat(value(Measure.MEAN_ERROR)).isZero();
        assertThat(value(Measure.MAE)).isEqualTo(2);
        assertThat(value(Measure.R2)).as("all outcomes are the same").isNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 1.1e99})
    void whatCannotBeMeasuredIsCounted(double none) {
        labelled(none, 1);
        labelled(1, none);

        assertThat(summary.figures().pairs()).isEqualTo(2);
        assertThat(summary.figures().unusable()).isEqualTo(2);
        assertThat(value(Measure.RMSE)).isNull();
        assertThat(value(Measure.LABEL_COVERAGE)).isEqualTo(1);
    }

    @Test
    void theLargestNumbersDoNotOverflow() {
        labelled(1e99, -1e99);
        labelled(1e99, 1e99);

        assertThat(value(Measure.RMSE)).isCloseTo(Math.sqrt(2) * 1e99, within(1e86));
        assertThat(value(Measure.R2)).isCloseTo(-1, within(1e-12));
    }

    @Test
    void aSmallSpreadFarFromZeroIsNotLost() {
        labelled(1e15, 1e15);
        labelled(1e15 + 1, 1e15 + 1);
        labelled(1e15 + 2.5, 1e15 + 2);

        assertThat(value(Measure.R2)).isEqualTo(1 - 0.25 / 2);
    }

    @Test
    void mergesToTheSameBytesInAnyOrderAndSplit() {
        var dice = new Random(1);
        double[][] pairs = new double[1_600][];
        for (int i = 0; i < pairs.length; i++) {
            double outcome = 1e6 + dice.nextGaussian();
            pairs[i] = new double[] {outcome + dice.nextGaussian() * 1e-3, outcome};
        }
        var whole = new RegressionSummary();
        var parts = new ArrayList<RegressionSummary>();
        for (int i = 0; i < pairs.length; i++) {
            if (i % 100 == 0) {
                parts.add(new RegressionSummary());
            }
            whole.labelled(pairs[i][0], pairs[i][1], Duration.ofHours(1));
            parts.get(i / 100).labelled(pairs[i][0], pairs[i][1], Duration.ofHours(1));
        }
        Collections.shuffle(parts, dice);
        var merged = new RegressionSummary();
        parts.forEach(merged::merge);

        assertThat(merged.figures()).isEqualTo(whole.figures());
    }
}
