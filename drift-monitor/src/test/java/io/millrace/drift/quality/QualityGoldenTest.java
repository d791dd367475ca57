package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.estimate.SamplingError;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures are scikit-learn's, exactly or within the error that is stated with them; confidence bands are NannyML's. */
class QualityGoldenTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    static Stream<Arguments> classification() {
        return Pairs.cases("classification");
    }

    static Stream<Arguments> regression() {
        return Pairs.cases("regression");
    }

    static Stream<JsonNode> sampling() {
        return StreamSupport.stream(Pairs.GOLDEN.path("sampling").path("cases").spliterator(), false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("classification")
    void whatIsExactEqualsScikitLearn(String name, JsonNode golden) {
        var figures = Pairs.summary(Pairs.of(golden.path("rule"))).figures();

        for (var measure : List.of(
                Measure.PRECISION,
                Measure.RECALL,
                Measure.F1,
                Measure.ACCURACY,
                Measure.LOG_LOSS,
                Measure.BRIER,
                Measure.CALIBRATION_ERROR)) {
            assertThat(figures.of(measure).value())
                    .as(measure.key())
                    .isCloseTo(golden.path(measure.key()).asDouble(), ROUNDING);
            assertThat(figures.of(measure).error()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("classification")
    void whatIsApproximateIsWithinItsErrorOfScikitLearn(String name, JsonNode golden) {
        var figures = Pairs.summary(Pairs.of(golden.path("rule"))).figures();

        for (var measure : List.of(Measure.ROC_AUC, Measure.AVERAGE_PRECISION)) {
            var figure = figures.of(measure);
            assertThat(figure.value())
                    .as(measure.key())
                    .isCloseTo(golden.path(measure.key()).asDouble(), within(figure.error() + 1e-12));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("classification")
    void whatIsApproximateEqualsScikitLearnOnScoresRoundedToTheirBucket(String name, JsonNode golden) {
        var figures = Pairs.summary(Pairs.of(golden.path("rule"))).figures();

        for (var measure : List.of(Measure.ROC_AUC, Measure.AVERAGE_PRECISION)) {
            assertThat(figures.of(measure).value())
                    .as(measure.key())
                    .isCloseTo(golden.path(measure.key() + "-of-buckets").asDouble(), ROUNDING);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("regression")
    void errorsOfNumbersEqualScikitLearn(String name, JsonNode golden) {
        var rule = golden.path("rule");
        var dice = new Random(rule.path("seed").asLong());
        var summary = new RegressionSummary();
        for (int row = 0; row < rule.path("rows").asInt(); row++) {
            double outcome = normal(dice) * rule.path("spread").asDouble()
                    + rule.path("mean").asDouble();
            double error = normal(dice) * rule.path("error").asDouble()
                    + rule.path("bias").asDouble();
            summary.labelled(outcome + error, outcome, Duration.ZERO);
        }
        var figures = summary.figures();

        for (var measure : List.of(Measure.RMSE, Measure.MAE, Measure.MEAN_ERROR, Measure.R2)) {
            assertThat(figures.of(measure).value())
                    .as(measure.key())
                    .isCloseTo(golden.path(measure.key()).asDouble(), ROUNDING);
        }
    }

    private static double normal(Random dice) {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += dice.nextDouble();
        }
        return sum - 6;
    }

    @ParameterizedTest
    @MethodSource("sampling")
    void confidenceBandsAreNannyMls(JsonNode golden) {
        var reference = Pairs.of(golden.path("reference"));
        var current = Pairs.of(golden.path("current"));
        double threshold = golden.path("current").path("threshold").asDouble();

        var errors = SamplingError.of(Pairs.scores(reference), Pairs.outcomes(reference), threshold);
        var estimate =
                Cbpe.fit(Pairs.scores(reference), Pairs.outcomes(reference)).estimate(Pairs.scores(current), threshold);

        assertBand(golden.path("roc_auc"), estimate.rocAuc(), errors.rocAuc(), estimate.rows());
        assertBand(golden.path("f1"), estimate.f1(), errors.f1(), estimate.rows());
        assertBand(golden.path("accuracy"), estimate.accuracy(), errors.accuracy(), estimate.rows());
    }

    private static void assertBand(JsonNode golden, @Nullable Double value, @Nullable Double ofOneRow, long rows) {
        var band = Objects.requireNonNull(SamplingError.band(value, ofOneRow, rows));
        assertThat(value).isCloseTo(golden.path("value").asDouble(), ROUNDING);
        assertThat(band.lower()).isCloseTo(golden.path("lower").asDouble(), ROUNDING);
        assertThat(band.upper()).isCloseTo(golden.path("upper").asDouble(), ROUNDING);
    }
}
