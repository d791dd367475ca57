package io.millrace.drift.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.stats.Statistic;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LearntThresholdsTest {
    private static ProfileBuilder rows(int count, IntToDoubleFunction amounts) {
        var builder = new ProfileBuilder(
                "transactions",
                Models.FRAUD,
                List.of(new ProfileBuilder.Feature("amount", FeatureType.DOUBLE)),
                List.of("country"));
        var random = new Random(9);
        for (int i = 0; i < count; i++) {
            builder.add(
                    new double[] {amounts.applyAsDouble(i)},
                    List.of(random.nextInt(4) == 0 ? "NL" : "BE"),
                    random.nextDouble());
        }
        return builder;
    }

    private static ReferenceProfile learnt(ProfileBuilder rows, int chunks) {
        return new LearntThresholds(rows, Comparison.DEFAULT, chunks).profile("a test");
    }

    @Test
    void isTheMeanOfTheChunksAndThreeStandardDeviations() {
        var random = new Random(3);
        var rows = rows(2_000, i -> random.nextGaussian() + (i >= 1_800 ? 0.5 : 0));
        double[] values = new double[10];
        for (int chunk = 0; chunk < 10; chunk++) {
            var rest = rows.without(chunk * 200, (chunk + 1) * 200).build("rest");
            var summary = NumberSummary.over(rest.features().get(0));
            for (int row = chunk * 200; row < (chunk + 1) * 200; row++) {
                summary.add(rows.number(0, row));
            }
            values[chunk] = requireNonNull(Comparison.DEFAULT.of(summary).stream()
                    .filter(finding -> finding.statistic() == Statistic.KOLMOGOROV_SMIRNOV)
                    .findFirst()
                    .orElseThrow()
                    .value());
        }
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        double variance = java.util.Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();

        var profile = learnt(rows, 10);

        assertThat(profile.chunks()).isEqualTo(10);
        assertThat(profile.features().get(0).thresholds().get("kolmogorov-smirnov"))
                .isCloseTo(mean + 3 * Math.sqrt(variance), within(1e-12));
        assertThat(profile.texts().get(0).thresholds())
                .containsKeys("psi", "jensen-shannon", "chi-square", "new-categories");
        assertThat(profile.score().thresholds()).containsKeys("wasserstein", "mean-shift", "out-of-range-share");
    }

    @Test
    void rowsThatDoNotDriftStayWithinIt() {
        var random = new Random(5);
        var profile = learnt(rows(10_000, i -> random.nextGaussian()), 10);
        var amount = profile.features().get(0);
        int beyond = 0;
        int looked = 0;
        for (int window = 0; window < 100; window++) {
            var summary = NumberSummary.over(amount);
            for (int i = 0; i < 1_000; i++) {
                summary.add(random.nextGaussian());
            }
            for (var finding : Comparison.DEFAULT.of(summary)) {
                Double threshold = amount.thresholds().get(finding.statistic().code());
                looked++;
                beyond += threshold != null && requireNonNull(finding.value()) > threshold ? 1 : 0;
            }
        }

        assertThat((double) beyond / looked).isLessThan(0.03);
    }

    @Test
    void isNeverMoreThanTheStatisticCanBe() {
        var profile = learnt(rows(400, i -> i < 200 ? i : 10_000 + i), 2);

        assertThat(profile.chunks()).isEqualTo(2);
        assertThat(profile.features().get(0).thresholds())
                .containsEntry("kolmogorov-smirnov", 1.0)
                .containsEntry("out-of-range-share", 1.0);
    }

    @Test
    void whatIsInfiniteOfAChunkHasNoThreshold() {
        var profile = learnt(rows(2_000, i -> i < 200 ? 1 : 0), 10);

        assertThat(profile.features().get(0).thresholds())
                .doesNotContainKeys("mean-shift", "stddev-shift", "wasserstein");
        assertThat(profile.features().get(0).thresholds()).containsKey("missing-share");
    }

    @Test
    void takesAsManyChunksAsHaveEnoughRowsEach() {
        assertThat(learnt(rows(1_999, i -> i), 10).chunks()).isEqualTo(9);
        assertThat(learnt(rows(400, i -> i), 10).chunks()).isEqualTo(2);
        assertThat(learnt(rows(399, i -> i), 10).chunks()).isZero();
        assertThat(learnt(rows(399, i -> i), 10).features().get(0).thresholds()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> learnt(rows(400, i -> i), 1));
    }

    @Test
    void oneReferenceRowInAThousandIsBeyondTheOutlierLimit() {
        var random = new Random(7);
        var rows = rows(5_000, i -> i % 500 == 0 ? 100 + i : random.nextGaussian());

        var profile = learnt(rows, 10);

        var score = io.millrace.drift.outlier.OutlierScore.against(profile.features());
        int beyond = 0;
        for (int row = 0; row < rows.rows(); row++) {
            beyond += score.of(new double[] {rows.number(0, row)}) > profile.outlierLimit() ? 1 : 0;
        }
        assertThat(beyond).isLessThanOrEqualTo(5);
        assertThat(profile.outlierLimit()).isPositive();
    }
}
