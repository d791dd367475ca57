package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.AlertState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QualityRuleTest {
    private static QualityFigures figures(long pairs, Measure measure, @Nullable Double value, double error) {
        return new QualityFigures(pairs, pairs, 0, Map.of(measure, new Figure(value, error)), new TreeMap<>(), 0);
    }

    private static Verdict verdict(QualityLimit limit, QualityFigures current, @Nullable QualityFigures reference) {
        var verdicts = new QualityRule(List.of(limit), 100).verdicts(current, reference);
        return Objects.requireNonNull(verdicts.get(limit.measure()));
    }

    private static Verdict verdict(QualityLimit limit, double value) {
        return verdict(limit, figures(100, limit.measure(), value, 0), null);
    }

    @Test
    void belowItsLimitAMeasureBetterHighIsBadAndAtItGood() {
        var limit = QualityLimit.at(Measure.ROC_AUC, 0.8);

        assertThat(verdict(limit, 0.8)).isEqualTo(Verdict.CALM);
        assertThat(verdict(limit, Math.nextDown(0.8))).isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void aboveItsLimitAMeasureBetterLowIsBadAndAtItGood() {
        var limit = QualityLimit.at(Measure.LOG_LOSS, 0.3);

        assertThat(verdict(limit, 0.3)).isEqualTo(Verdict.CALM);
        assertThat(verdict(limit, Math.nextUp(0.3))).isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void aMeanErrorIsBadOnEitherSide() {
        var limit = QualityLimit.at(Measure.MEAN_ERROR, 2);

        assertThat(verdict(limit, -2)).isEqualTo(Verdict.CALM);
        assertThat(verdict(limit, Math.nextUp(2.0))).isEqualTo(Verdict.DRIFTED);
        assertThat(verdict(limit, Math.nextDown(-2.0))).isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void whatIsUnknownOrOfTooFewRowsIsNeverGood() {
        var limit = QualityLimit.at(Measure.ROC_AUC, 0.8);

        assertThat(verdict(limit, figures(100, Measure.ROC_AUC, null, 0), null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(limit, figures(99, Measure.ROC_AUC, 0.9, 0), null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(limit, figures(100, Measure.RMSE, 0.9, 0), null)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whereTheErrorLeavesBothPossibleItIsUnknown() {
        var limit = QualityLimit.at(Measure.ROC_AUC, 0.75);

        assertThat(verdict(limit, figures(100, Measure.ROC_AUC, 0.875, 0.125), null))
                .isEqualTo(Verdict.CALM);
        assertThat(verdict(limit, figures(100, Measure.ROC_AUC, 0.75, 0.125), null))
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(limit, figures(100, Measure.ROC_AUC, 0.625, 0.125), null))
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(limit, figures(100, Measure.ROC_AUC, 0.5, 0.125), null))
                .isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void relativeToTheReferenceItMayBeSoMuchWorseAndAnyBetter() {
        var auc = QualityLimit.worseThanReference(Measure.ROC_AUC, 0.125);
        var reference = figures(100, Measure.ROC_AUC, 0.875, 0);

        assertThat(verdict(auc, figures(100, Measure.ROC_AUC, 0.75, 0), reference))
                .isEqualTo(Verdict.CALM);
        assertThat(verdict(auc, figures(100, Measure.ROC_AUC, 1.0, 0), reference))
                .isEqualTo(Verdict.CALM);
        assertThat(verdict(auc, figures(100, Measure.ROC_AUC, 0.7, 0), reference))
                .isEqualTo(Verdict.DRIFTED);

        var rmse = QualityLimit.worseThanReference(Measure.RMSE, 0.5);
        var errors = figures(100, Measure.RMSE, 2.0, 0);
        assertThat(verdict(rmse, figures(100, Measure.RMSE, 2.5, 0), errors)).isEqualTo(Verdict.CALM);
        assertThat(verdict(rmse, figures(100, Measure.RMSE, 2.6, 0), errors)).isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void withoutAReferenceOrWithOneOfTooFewRowsNothingIsKnown() {
        var limit = QualityLimit.worseThanReference(Measure.ROC_AUC, 0.1);
        var current = figures(100, Measure.ROC_AUC, 0.9, 0);

        assertThat(verdict(limit, current, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(limit, current, figures(99, Measure.ROC_AUC, 0.9, 0)))
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void labelCoverageNeedsPredictionsNotLabels() {
        var limit = QualityLimit.at(Measure.LABEL_COVERAGE, 0.5);
        var figures =
                new QualityFigures(100, 0, 0, Map.of(Measure.LABEL_COVERAGE, Figure.exact(0)), new TreeMap<>(), 0);

        assertThat(verdict(limit, figures, null)).isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void verdictsRaiseAlertsAfterTheirHold() {
        var rule = new AlertRule(2);
        var limit = QualityLimit.at(Measure.ROC_AUC, 0.8);

        var first = rule.step(AlertState.QUIET, verdict(limit, 0.7), 0);
        var unknown = rule.step(first.next(), verdict(limit, figures(1, Measure.ROC_AUC, 0.9, 0), null), 1);
        var second = rule.step(unknown.next(), verdict(limit, 0.7), 2);

        assertThat(unknown.change()).isEqualTo(AlertRule.Change.NONE);
        assertThat(second.change()).isEqualTo(AlertRule.Change.RAISED);
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> QualityLimit.at(Measure.ROC_AUC, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> QualityLimit.worseThanReference(Measure.RMSE, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> QualityLimit.at(Measure.MEAN_ERROR, -1));
        assertThat(QualityLimit.at(Measure.R2, -1).limit()).isEqualTo(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QualityRule(
                        List.of(QualityLimit.at(Measure.F1, 0.1), QualityLimit.worseThanReference(Measure.F1, 0.1)), 1))
                .withMessage("two limits for f1");
        assertThatIllegalArgumentException().isThrownBy(() -> new QualityRule(List.of(), 0));
    }

    @Test
    void measuresAreFoundByTheirNames() {
        assertThat(Measure.of("average-precision")).contains(Measure.AVERAGE_PRECISION);
        assertThat(Measure.of("AUC")).isEmpty();
    }
}
