package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.profile.ScoreCalibration;
import io.millrace.drift.quality.ExpectedQuality;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityStatistic;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is expected of scores, by labels of a reference where there are any. */
class ExpectationTest {
    private static final int ROWS = 400;
    private static final long ENDED = NOON + HOUR + 10 * MINUTE;

    private final double[] scores = new Random(5).doubles(ROWS).toArray();

    /** A model that is too sure of itself: a score is right as often as its square. */
    private static ScoreCalibration overconfident() {
        var random = new Random(4);
        double[] scores = random.doubles(5_000).toArray();
        int[] labels = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = random.nextDouble() < scores[i] * scores[i] ? 1 : 0;
        }
        return ScoreCalibration.fit(scores, labels);
    }

    /** Every second is of version 8. */
    private FollowedMonitor monitor(Expectation expectation) {
        var monitor = new FollowedMonitor(Followed.expecting(expectation));
        for (int i = 0; i < ROWS; i++) {
            monitor.predict("e" + i, NOON + i, scores[i], i % 2 == 0 ? "7" : "8", null);
        }
        monitor.reach(ENDED);
        return monitor;
    }

    private static QualityStatistic first(FollowedMonitor monitor, @Nullable String version) {
        return monitor.said().stream()
                .filter(QualityStatistic.class::isInstance)
                .map(QualityStatistic.class::cast)
                .filter(said -> said.getWindowStart().toEpochMilli() == NOON)
                .filter(said -> Objects.equals(said.getModelVersion(), version))
                .findFirst()
                .orElseThrow();
    }

    private static QualityMeasure estimate(QualityStatistic said, String name) {
        return said.getEstimates().stream()
                .filter(estimate -> estimate.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private double[] ofVersion(int remainder) {
        return IntStream.range(0, ROWS)
                .filter(i -> i % 2 == remainder)
                .mapToDouble(i -> scores[i])
                .toArray();
    }

    private static void assertEstimates(QualityStatistic said, Cbpe.Estimate rows) {
        assertThat(estimate(said, "accuracy").getValue()).isEqualTo(rows.accuracy(), within(1e-12));
        assertThat(estimate(said, "f1").getValue()).isEqualTo(rows.f1(), within(1e-12));
        assertThat(estimate(said, "auc").getValue())
                .isEqualTo(
                        requireNonNull(rows.rocAuc()),
                        within(estimate(said, "auc").getError()));
    }

    @Test
    void scoresOfTheModelThatLabelsWereGivenOfAreCalibratedAndThoseOfAnotherAreTakenAsTheyAre() {
        var calibration = overconfident();
        var monitor = monitor(new Expectation(calibration.cbpe(), "digest-of-7"));

        var known = first(monitor, "7");
        var other = first(monitor, "8");

        assertThat(calibration.isNeeded()).isTrue();
        assertThat(known.getCalibratedPredictions()).isEqualTo(ROWS / 2);
        assertEstimates(known, calibration.cbpe().estimate(ofVersion(0), 0.5));
        assertThat(other.getCalibratedPredictions()).isZero();
        assertEstimates(other, Cbpe.uncalibrated().estimate(ofVersion(1), 0.5));
        assertThat(estimate(known, "f1").getValue())
                .as("less sure of itself than its scores")
                .isLessThan(requireNonNull(
                                Cbpe.uncalibrated().estimate(ofVersion(0), 0.5).f1())
                        - 0.02);
        assertThat(first(monitor, null).getCalibratedPredictions()).isEqualTo(ROWS / 2);
    }

    @Test
    void withoutLabelsAllScoresAreTakenAsTheyAre() {
        var said = first(monitor(Expectation.OF_SCORES), null);

        assertThat(said.getCalibratedPredictions()).isZero();
        assertEstimates(said, Cbpe.uncalibrated().estimate(scores, 0.5));
    }

    @Test
    void scoresThatAreNoProbabilitiesAreNoneAfterCalibrationEither() {
        var expectation = new Expectation(overconfident().cbpe(), "digest-of-7");
        var expected = new ExpectedQuality();
        for (double score : new double[] {-0.5, 1.5, Double.NaN, 0.5}) {
            var prediction = new Prediction(NOON, "7", "champion", score, true, none(), true, List.of());
            expected.add(expectation.probability(prediction), true);
        }

        assertThat(expected.estimate().unusable()).isEqualTo(3);
        assertThat(expected.estimate().estimate().rows()).isEqualTo(1);
    }

    private static Bytes none() {
        return Bytes.wrap(new byte[0]);
    }
}
