package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.quality.Pairs.Pair;
import io.millrace.sketch.QuantileSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationSummaryTest {
    private static final List<Measure> DELAYS =
            List.of(Measure.LABEL_DELAY_P50, Measure.LABEL_DELAY_P90, Measure.LABEL_DELAY_P99);

    private final ClassificationSummary summary = new ClassificationSummary();

    private void labelled(double score, boolean outcome) {
        summary.predicted();
        summary.labelled(score, score >= 0.5, outcome, Duration.ZERO);
    }

    private @Nullable Double value(Measure measure) {
        return summary.figures().of(measure).value();
    }

    @Test
    void ofNothingEverythingIsUnknown() {
        assertThat(summary.figures().measures().values()).containsOnly(Figure.UNKNOWN);
        assertThat(summary.figures().of(Measure.RMSE)).isEqualTo(Figure.UNKNOWN);
    }

    @Test
    void predictionsWithoutOutcomesHaveACoverageOfNone() {
        summary.predicted();

        assertThat(value(Measure.LABEL_COVERAGE)).isZero();
        assertThat(value(Measure.ACCURACY)).isNull();
        assertThat(value(Measure.LOG_LOSS)).isNull();
        assertThat(value(Measure.LABEL_DELAY_P50)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outcomesOfOneClassSayNothingOfTheRanking(boolean outcome) {
        labelled(0.3, outcome);
        labelled(0.7, outcome);

        assertThat(value(Measure.ROC_AUC)).isNull();
        assertThat(value(Measure.AVERAGE_PRECISION)).isNull();
        assertThat(value(Measure.ACCURACY)).isEqualTo(0.5);
    }

    @Test
    void oneRowHasAnAccuracyButNoRanking() {
        labelled(0.9, true);

        assertThat(value(Measure.ROC_AUC)).isNull();
        assertThat(value(Measure.AVERAGE_PRECISION)).isNull();
        assertThat(value(Measure.ACCURACY)).isEqualTo(1);
        assertThat(value(Measure.BRIER)).isCloseTo(0.01, within(1e-15));
    }

    @Test
    void aShareOfNothingIsUnknown() {
        labelled(0.1, false);

        assertThat(value(Measure.PRECISION)).isNull();
        assertThat(value(Measure.RECALL)).isNull();
        assertThat(value(Measure.F1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY})
    void aScoreThatIsNoProbabilityIsCountedButNotMeasured(double score) {
        labelled(0.9, true);
        labelled(score, true);

        assertThat(summary.figures().pairs()).isEqualTo(2);
        assertThat(summary.figures().unusable()).isEqualTo(1);
        assertThat(value(Measure.LABEL_COVERAGE)).isEqualTo(1);
        assertThat(value(Measure.BRIER)).isCloseTo(0.01, within(1e-15));
        assertThat(value(Measure.RECALL)).isEqualTo(score >= 0.5 ? 1 : 0.5);
    }

    @Test
    void certainAndWrongCostsAFiniteLoss() {
        labelled(0, true);
        labelled(1, false);

        assertThat(value(Measure.LOG_LOSS)).isCloseTo(52 * Math.log(2), within(1e-12));
        assertThat(value(Measure.ROC_AUC)).isZero();
        assertThat(summary.figures().of(Measure.ROC_AUC).error()).isZero();
    }

    @Test
    void equalScoresRankHalf() {
        labelled(0.3, true);
        labelled(0.3, false);

        assertThat(summary.figures().of(Measure.ROC_AUC)).isEqualTo(new Figure(0.5, 0.5));
        assertThat(value(Measure.AVERAGE_PRECISION)).isEqualTo(0.5);
    }

    @Test
    void theErrorsHoldForSkewedScoresInAnyOrderWithinTheBuckets() {
        // in every bucket all positives first, then all negatives first: the worst there is
        for (boolean best : new boolean[] {true, false}) {
            var dice = new Random(3);
            var counted = new ClassificationSummary();
            double won = 0;
            long below = 0;
            long positives = 0;
            for (int bucket = 100; bucket < 400; bucket++) {
                double width = ScoreBuckets.width(bucket);
                int p = dice.nextInt(3);
                int n = dice.nextInt(100);
                for (int i = 0; i < p + n; i++) {
                    boolean outcome = best ? i >= n : i < p;
                    double score = ScoreBuckets.lower(bucket) + width * (i + 0.5) / (p + n);
                    counted.labelled(score, false, outcome, Duration.ZERO);
                    won += outcome ? below : 0;
                    below += outcome ? 0 : 1;
                }
                positives += p;
            }
            var figure = counted.figures().of(Measure.ROC_AUC);
            double exact = won / positives / below;
            assertThat(Math.abs(Objects.requireNonNull(figure.value()) - exact))
                    .isCloseTo(figure.error(), within(1e-12));
            assertThat(figure.error()).isBetween(1e-4, 3e-3);
        }
    }

    @Test
    void anOutcomeCountsWheneverItComes() {
        summary.predicted();
        summary.predicted();
        assertThat(value(Measure.LABEL_COVERAGE)).isZero();

        summary.labelled(0.9, true, true, Duration.ofDays(40));

        assertThat(value(Measure.LABEL_COVERAGE)).isEqualTo(0.5);
        assertThat(value(Measure.LABEL_DELAY_P50)).isEqualTo(40 * 86_400.0);
        assertThat(value(Measure.PRECISION)).isEqualTo(1);
    }

    @Test
    void anOutcomeBeforeItsEventHasNoDelayAndOneInALongTimeALargeOne() {
        summary.labelled(0.9, true, true, Duration.ofSeconds(-5));
        assertThat(value(Measure.LABEL_DELAY_P99)).isZero();

        summary.labelled(0.9, true, true, Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(value(Measure.LABEL_DELAY_P99)).isEqualTo(0x1p43 / 1000);
    }

    @Test
    void moreOutcomesThanPredictionsAreAPartAndSayNothingOfCoverage() {
        summary.labelled(0.9, true, true, Duration.ZERO);

        assertThat(value(Measure.LABEL_COVERAGE)).isNull();
    }

    @Test
    void mergesToTheSameInAnyOrderAndSplit() {
        var pairs = Pairs.rare();
        var whole = Pairs.summary(pairs).figures();
        for (int parts : new int[] {1, 4, 16}) {
            var shuffled = Pairs.shuffled(pairs, parts);
            int size = pairs.size() / parts;
            var summaries = new ArrayList<>(IntStream.range(0, parts)
                    .mapToObj(part -> Pairs.summary(shuffled.subList(part * size, (part + 1) * size)))
                    .toList());
            Collections.shuffle(summaries, new Random(parts));
            var merged = new ClassificationSummary();
            summaries.forEach(merged::merge);

            var figures = merged.figures();
            whole.measures().forEach((measure, figure) -> {
                if (!DELAYS.contains(measure)) {
                    assertThat(figures.of(measure)).as(measure.key()).isEqualTo(figure);
                }
            });
            double median =
                    Objects.requireNonNull(figures.of(Measure.LABEL_DELAY_P50).value());
            assertThat(share(pairs, median)).isCloseTo(0.5, within(QuantileSketch.RANK_ERROR));
        }
    }

    private static double share(List<Pair> pairs, double seconds) {
        return (double) pairs.stream()
                        .filter(pair -> pair.delay().toSeconds() <= seconds)
                        .count()
                / pairs.size();
    }

    @Test
    void valuesAreSummedExactlyAndWhatIsNoNumberIsCounted() {
        summary.addValue("profit", 0.1);
        summary.addValue("profit", 1e17);
        summary.addValue("profit", 0.2);
        summary.addValue("profit", -1e17);
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e201}) {
            summary.addValue("cost", none);
        }

        assertThat(summary.figures().values()).isEqualTo(Map.of("cost", 0.0, "profit", 0.1 + 0.2));
        assertThat(summary.figures().refusedValues()).isEqualTo(4);
    }

    @Test
    void thereAreEightValuesAtMostWithNamesOfSixtyFourBytes() {
        for (int i = 0; i < 8; i++) {
            summary.addValue("ä".repeat(31) + "n" + i, i);
        }
        summary.addValue("ä".repeat(31) + "n7", 1);

        assertThatIllegalArgumentException().isThrownBy(() -> summary.addValue("ninth", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassificationSummary().addValue("ä".repeat(32) + "n", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassificationSummary().addValue("", 1));
    }

    @Test
    void sumsOfReciprocalsAreWhatTheyAddUpTo() {
        for (long[] range : new long[][] {{0, 1}, {0, 500}, {3, 3}, {10, 2_000}, {63, 129}, {1_000, 90_000}}) {
            double expected = 0;
            for (long k = range[1]; k > range[0]; k--) {
                expected += 1.0 / k;
            }
            assertThat(RankedCounts.reciprocals(range[0], range[1])).isCloseTo(expected, within(1e-12));
        }
    }
}
