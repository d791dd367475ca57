package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.DISTANCE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ScoreCalibration;
import io.millrace.drift.quality.ExpectedQuality;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Estimates without labels are NannyML's. */
class CbpeGoldenTest {
    static Stream<JsonNode> cases() {
        return Golden.each(Golden.section("cbpe").path("cases"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void estimatesWhatNannyMlEstimates(JsonNode golden) {
        var reference = Rows.of(golden.path("reference"));
        var current = Rows.of(golden.path("current"));

        var cbpe = Cbpe.fit(reference.scores, reference.labels);
        var estimate = cbpe.estimate(
                current.scores, golden.path("current").path("threshold").asDouble());

        assertThat(cbpe.isCalibrated()).isEqualTo(golden.path("calibrated").asBoolean());
        assertClose("accuracy", estimate.accuracy(), golden.path("accuracy").asDouble(), DISTANCE);
        assertClose("f1", estimate.f1(), golden.path("f1").asDouble(), DISTANCE);
        assertClose("roc auc", estimate.rocAuc(), golden.path("roc_auc").asDouble(), DISTANCE);
    }

    /** Through the document of a profile, and the buckets of a window, as the monitor estimates it. */
    @ParameterizedTest
    @MethodSource("cases")
    void aProfileWithLabelsLetsTheMonitorEstimateTheSame(JsonNode golden) throws Exception {
        var reference = Rows.of(golden.path("reference"));
        var current = Rows.of(golden.path("current"));
        double threshold = golden.path("current").path("threshold").asDouble();
        var rows = new ProfileBuilder("golden", Models.FRAUD, List.of());
        for (double score : reference.scores) {
            rows.add(new double[0], score);
        }
        var profile =
                rows.build("golden rows").withCalibration(ScoreCalibration.fit(reference.scores, reference.labels));

        var calibration =
                requireNonNull(ProfileJson.read(ProfileJson.write(profile)).calibration());
        var cbpe = calibration.cbpe();
        var window = new ExpectedQuality();
        for (double score : current.scores) {
            window.add(cbpe.probability(score), score >= threshold);
        }

        assertThat(calibration.rows()).isEqualTo(reference.scores.length);
        assertThat(calibration.isNeeded()).isEqualTo(golden.path("calibrated").asBoolean());
        assertThat(calibration.scores()).as("small").hasSizeLessThan(500);
        assertThat(cbpe.estimate(current.scores, threshold))
                .isEqualTo(Cbpe.fit(reference.scores, reference.labels).estimate(current.scores, threshold));
        var estimated = window.estimate();
        assertClose(
                "accuracy",
                estimated.estimate().accuracy(),
                golden.path("accuracy").asDouble(),
                DISTANCE);
        assertClose("f1", estimated.estimate().f1(), golden.path("f1").asDouble(), DISTANCE);
        assertThat(requireNonNull(estimated.estimate().rocAuc()))
                .isCloseTo(golden.path("roc_auc").asDouble(), within(estimated.rocAucError()));
    }

    /** As golden.py makes them: two numbers a row, the score and, by it, the label. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rows(double[] scores, int[] labels) {
        static Rows of(JsonNode rule) {
            var random = new Random(rule.path("seed").asLong());
            int rows = rule.path("rows").asInt();
            int levels = rule.path("levels").asInt();
            double[] scores = new double[rows];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                double p = random.nextDouble();
                scores[row] = levels > 0 ? Math.floor(p * levels) / levels : p;
                double right = rule.path("overconfident").asBoolean() ? scores[row] * scores[row] : scores[row];
                labels[row] = random.nextDouble() < right ? 1 : 0;
            }
            return new Rows(scores, labels);
        }
    }
}
