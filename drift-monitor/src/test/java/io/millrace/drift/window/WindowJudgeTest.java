package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.NOON;
import static io.millrace.drift.window.Examples.observed;
import static io.millrace.drift.window.Examples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.stats.Statistic;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowJudgeTest {
    private static final Limits LIMITS = Limits.byKind(0.25, 1.0, 0.25, 4);

    private final WindowJudge judge =
            new WindowJudge(Examples.profile(), LIMITS, FalseDiscoveries.UNCONTROLLED, List.of());
    private final WindowAccumulator window = WindowAccumulator.of(Examples.profile());

    @Test
    void saysOfEachFeatureAndTheScoreWhatPencilAndPaperSay() {
        // Given amounts 1, 1, 4, 4; night 0, 0, missing, missing; score 0.25, 0.75, 0.75, 0.75
        window.add(observed(NOON, row(1, 0, 0.25), "7"));
        window.add(observed(NOON, row(1, 0, 0.75), "7"));
        window.add(observed(NOON, row(4, Double.NaN, 0.75), "7"));
        window.add(observed(NOON, row(4, Double.NaN, 0.75), "7"));

        // When
        var statistics = judge.judge(window, NOON, NOON + HOUR, false);

        // Then
        assertThat(statistics).extracting(DriftStatistic::getFeature).containsExactly("amount", "night", "score");
        var amount = statistics.get(0);
        assertThat(amount.getPipeline()).isEqualTo("transactions");
        assertThat(amount.getWindowStart()).isEqualTo(Instant.ofEpochMilli(NOON));
        assertThat(amount.getWindowEnd()).isEqualTo(Instant.ofEpochMilli(NOON + HOUR));
        assertThat(amount.getReferenceCount()).isEqualTo(8);
        assertThat(amount.getCurrentCount()).isEqualTo(4);
        assertThat(amount.getCurrentMissing()).isZero();
        assertThat(amount.getModelVersion()).isEqualTo("7");
        assertThat(amount.getWarmingUp()).isFalse();
        // quarters become halves, and nothing, which is filled with 0.0001
        double psi = 2 * (0.25 - 0.5) * Math.log(0.5) + 2 * (0.25 - 1e-4) * Math.log(0.25 / 1e-4);
        assertThat(test(amount, "psi").getValue()).isCloseTo(psi, within(1e-12));
        assertThat(test(amount, "psi").getDrifted()).isTrue();
        assertThat(test(amount, "mean-shift").getValue()).isZero();
        assertThat(test(amount, "mean-shift").getDrifted()).isFalse();
        assertThat(test(amount, "missing-share").getValue()).isZero();

        var night = statistics.get(1);
        assertThat(night.getCurrentMissing()).isEqualTo(2);
        assertThat(test(night, "missing-share").getValue()).isEqualTo(0.25); // a half, and was a quarter

        var score = statistics.get(2);
        double quarterToThreeQuarters = 0.25 * Math.log(3);
        assertThat(test(score, "psi").getValue()).isCloseTo(quarterToThreeQuarters, within(1e-15));
        assertThat(test(score, "mean-shift").getValue()).isCloseTo(0.125 / 0.25, within(1e-15));
    }

    @Test
    void callsItDriftAboveTheThresholdAndNotAtIt() {
        window.add(observed(NOON, row(1, Double.NaN, 0.25), "7"));
        window.add(observed(NOON, row(2, Double.NaN, 0.25), "7"));
        window.add(observed(NOON, row(3, 0, 0.75), "7"));
        window.add(observed(NOON, row(4, 0, 0.75), "7"));
        assertThat(missingOfNight().getValue()).isEqualTo(0.25);
        assertThat(missingOfNight().getDrifted()).isFalse();

        window.add(observed(NOON, row(4, Double.NaN, 0.75), "7"));

        assertThat(missingOfNight().getDrifted()).isTrue();
    }

    @Test
    void saysNothingOfFewerSamplesThanTheMinimum() {
        for (int i = 0; i < 3; i++) {
            window.add(observed(NOON, row(100, 1, 0.25), "7"));
        }
        assertThat(judge.judge(window, NOON, NOON + HOUR, false))
                .flatExtracting(DriftStatistic::getTests)
                .allSatisfy(test -> {
                    assertThat(test.getValue()).isNull();
                    assertThat(test.getDrifted()).isFalse();
                });

        window.add(observed(NOON, row(100, 1, 0.25), "7"));

        assertThat(test(judge.judge(window, NOON, NOON + HOUR, false).get(0), "psi")
                        .getDrifted())
                .isTrue();
    }

    @Test
    void stillSaysWhatIsMissingWhereAllValuesAre() {
        for (int i = 0; i < 4; i++) {
            window.add(observed(NOON, row(1, Double.NaN, 0.25), "7"));
        }

        var night = judge.judge(window, NOON, NOON + HOUR, false).get(1);

        assertThat(test(night, "psi").getValue()).isNull();
        assertThat(test(night, "mean-shift").getValue()).isNull();
        assertThat(test(night, "missing-share").getValue()).isEqualTo(0.75);
        assertThat(test(night, "missing-share").getDrifted()).isTrue();
    }

    @Test
    void saysNothingOfValuesThatTheReferenceNeverHad() {
        var profile = new ProfileBuilder(
                        "transactions", Models.FRAUD, List.of(new ProfileBuilder.Feature("x", FeatureType.DOUBLE)))
                .add(new double[] {Double.NaN}, 0.5)
                .build("one row");
        var window = WindowAccumulator.of(profile);
        for (int i = 0; i < 4; i++) {
            window.add(observed(NOON, new double[] {1, 0.5}, "7"));
        }

        var x = new WindowJudge(profile, LIMITS, FalseDiscoveries.UNCONTROLLED, List.of())
                .judge(window, NOON, NOON + HOUR, false)
                .get(0);

        assertThat(test(x, "psi").getValue()).isNull();
        assertThat(test(x, "mean-shift").getValue()).isNull();
        assertThat(x.getTests())
                .extracting(DriftTest::getReason)
                .containsOnly("the reference has no value", "the reference has 1 row, fewer than 4");
    }

    @Test
    void saysWhichShareOfRowsAreOutliers() {
        var judge = outlierJudge(LIMITS.withOutlierShare(0.25));
        outlying(Outlying.WITHIN, 3);
        outlying(Outlying.BEYOND, 1);

        var atTheLimit = last(judge);

        assertThat(atTheLimit.getFeature()).isEqualTo("outlier_score");
        assertThat(atTheLimit.getReferenceCount()).isEqualTo(8);
        assertThat(atTheLimit.getCurrentCount()).isEqualTo(4);
        assertThat(atTheLimit.getCurrentMissing()).isZero();
        assertThat(atTheLimit.getModelVersion()).isEqualTo("7");
        assertThat(atTheLimit.getOtherStatistics()).isEmpty();
        assertThat(atTheLimit.getTests()).singleElement().satisfies(test -> {
            assertThat(test.getName()).isEqualTo("outlier-share");
            assertThat(test.getDefinition()).startsWith("millrace/outlier-share: ");
            assertThat(test.getValue()).isEqualTo(0.25);
            assertThat(test.getThreshold()).isEqualTo(0.25);
            assertThat(test.getDrifted()).isFalse();
        });

        outlying(Outlying.BEYOND, 1);
        assertThat(test(last(judge), "outlier-share").getValue()).isEqualTo(0.4);
        assertThat(test(last(judge), "outlier-share").getDrifted()).isTrue();
    }

    @Test
    void doesNotKnowTheShareOfOutliersWhereRowsDoNotSay() {
        var judge = outlierJudge(LIMITS.withOutlierShare(0.25));
        outlying(Outlying.UNKNOWN, 5);
        assertThat(test(last(judge), "outlier-share").getReason())
                .isEqualTo("no prediction says how far out its row is");

        outlying(Outlying.BEYOND, 3);
        assertThat(test(last(judge), "outlier-share").getValue()).isNull();
        assertThat(test(last(judge), "outlier-share").getDrifted()).isFalse();
        assertThat(test(last(judge), "outlier-share").getReason())
                .isEqualTo("3 predictions say how far out their rows are, fewer than 4");

        outlying(Outlying.WITHIN, 1);
        assertThat(test(last(judge), "outlier-share").getValue()).isEqualTo(0.75);
        assertThat(last(judge).getCurrentMissing()).isEqualTo(5);
    }

    @Test
    void tellsTheShareOfOutliersThoughNobodyLimitsIt() {
        outlying(Outlying.WITHIN, 3);
        outlying(Outlying.BEYOND, 1);

        assertThat(last(outlierJudge(LIMITS)).getTests()).isEmpty();
        assertThat(last(outlierJudge(LIMITS)).getOtherStatistics()).containsExactly(Map.entry("outlier-share", 0.25));
    }

    @Test
    void saysNothingOfOutliersWhereTheProfileHasNoLimit() {
        outlying(Outlying.BEYOND, 8);

        assertThat(judge.judge(window, NOON, NOON + HOUR, false))
                .extracting(DriftStatistic::getFeature)
                .containsExactly("amount", "night", "score");
    }

    private static WindowJudge outlierJudge(Limits limits) {
        var profile = Examples.profile().withOutlierLimit(10);
        return new WindowJudge(profile, limits, FalseDiscoveries.UNCONTROLLED, List.of());
    }

    private void outlying(Outlying outlying, int rows) {
        for (int i = 0; i < rows; i++) {
            var row = observed(NOON, row(1, 0, 0.25), "7");
            window.add(new Observation(
                    NOON, new double[] {1, 0, 0.25}, List.of(), row.model(), true, List.of(), outlying));
        }
    }

    private DriftStatistic last(WindowJudge judge) {
        var statistics = judge.judge(window, NOON, NOON + HOUR, false);
        return statistics.get(statistics.size() - 1);
    }

    @Test
    void passesOnThatItIsWarmingUp() {
        window.add(observed(NOON, row(1, 0, 0.25), "7"));

        assertThat(judge.judge(window, NOON, NOON + HOUR, true)).allMatch(DriftStatistic::getWarmingUp);
    }

    @Test
    void refusesThresholdsThatCannotBeNamingAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.byKind(0, Double.NaN, 1.5, 4))
                .withMessage("psi must be positive, was 0.0; mean-shift must be positive, was NaN;"
                        + " missing-share must be in (0, 1], was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.byKind(1, 1, 0.5, 0))
                .withMessage("the least of rows must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(Statistic.PSI, Double.NaN));
    }

    private DriftTest missingOfNight() {
        return test(judge.judge(window, NOON, NOON + HOUR, false).get(1), "missing-share");
    }

    private static DriftTest test(DriftStatistic statistic, String name) {
        return statistic.getTests().stream()
                .filter(test -> test.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
