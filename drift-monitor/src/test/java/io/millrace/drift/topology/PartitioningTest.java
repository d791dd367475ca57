package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.compare.Comparison;
import io.millrace.drift.definition.Millrace;
import io.millrace.drift.definition.Sample;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.Profiles;
import io.millrace.drift.stats.ChiSquare;
import io.millrace.drift.stats.Hellinger;
import io.millrace.drift.stats.JensenShannon;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.Psi;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.Wasserstein;
import io.millrace.drift.topology.Spreading.Row;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftStatistic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a window does not depend on how its rows were spread, nor on their order within the grace. */
class PartitioningTest {
    private static final int ROWS = 4000;
    private static final long HOURS = 6;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void saysTheSameHoweverTheRowsAreSpread(int partitions, @TempDir Path stateFolder) {
        var said = Spreading.over(
                partitions, rows(), Examples.profile(), MonitorDriver.settings(Duration.ZERO, 4), stateFolder);

        assertThat(said.late()).isZero();
        assertEqualTheWhole(said.statistics());
    }

    private static void assertEqualTheWhole(List<DriftStatistic> statistics) {
        var expected = expected();
        assertThat(statistics).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            var ours = statistics.get(i);
            var whole = expected.get(i);
            assertThat(ours.getFeature()).isEqualTo(whole.getFeature());
            assertThat(ours.getWindowStart()).isEqualTo(whole.getWindowStart());
            assertThat(ours.getCurrentCount()).isEqualTo(whole.getCurrentCount());
            assertThat(ours.getCurrentMissing()).isEqualTo(whole.getCurrentMissing());
            assertThat(ours.getModelVersion()).isEqualTo("7");
            for (int test = 0; test < 3; test++) {
                assertThat(ours.getTests().get(test).getName())
                        .isEqualTo(whole.getTests().get(test).getName());
                assertThat(ours.getTests().get(test).getValue())
                        .isCloseTo(whole.getTests().get(test).getValue(), within(1e-12));
            }
        }
    }

    /** Straight from the rows; the last hour stays open, because no row comes after its grace. */
    private static List<DriftStatistic> expected() {
        var windows = new TreeMap<Long, WindowAccumulator>();
        for (var row : rows()) {
            double amount = row.amount() == null ? Double.NaN : row.amount();
            double night = row.night() == null ? Double.NaN : row.night() ? 1 : 0;
            windows.computeIfAbsent(HOURLY.startOf(row.time()), start -> WindowAccumulator.of(Examples.profile()))
                    .add(Examples.observed(row.time(), Examples.row(amount, night, row.score())));
        }
        var settings = MonitorDriver.settings(Duration.ZERO, 4);
        var judge = new WindowJudge(Examples.profile(), settings.limits(), settings.discoveries(), List.of());
        var statistics = new ArrayList<DriftStatistic>();
        windows.headMap(NOON + (HOURS - 1) * HOUR)
                .forEach((start, window) -> statistics.addAll(judge.judge(window, start, start + HOUR, false)));
        return statistics;
    }

    private static List<Row> rows() {
        var random = new Random(42);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < ROWS; i++) {
            long time = NOON + i * HOURS * HOUR / ROWS;
            rows.add(new Row(
                    time,
                    random.nextInt(20) == 0 ? null : (long) random.nextInt(6),
                    random.nextInt(4) == 0 ? null : random.nextBoolean(),
                    random.nextInt(4) / 4.0,
                    time + random.nextInt(10 * (int) MINUTE)));
        }
        return rows;
    }

    /**
     * The same rows in two files: by `millrace drift --definition millrace` what is exact, by the formulas of raw rows what goes through
     * the profile's bins and the sketch, within the error that is stated.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void saysWhatTheOfflineComparisonOfTheSameRowsSays(int partitions, @TempDir Path stateFolder) {
        double[] reference = amounts(1, 20_000, 1.0);
        var rows = new ArrayList<Row>();
        double[] current = amounts(2, 6_000, 1.15);
        var random = new Random(3);
        for (double amount : current) {
            long time = NOON + (long) (random.nextDouble() * HOUR);
            rows.add(new Row(
                    time,
                    Double.isNaN(amount) ? null : (long) amount,
                    true,
                    0.25,
                    time + random.nextInt(9 * (int) MINUTE)));
        }
        rows.add(new Row(NOON + 2 * HOUR, 1L, true, 0.25, NOON + 3 * HOUR));
        var profile = profile(reference);

        var settings = MonitorDriver.settings(
                Duration.ZERO, Limits.byKind(0.25, 1, 0.1, 200), Examples.EVERY_HOUR, SplitBy.NOTHING);
        var said = Spreading.over(partitions, rows, profile, settings, stateFolder);

        assertThat(said.late()).isZero();
        var amount = said.statistics().get(0);
        assertThat(amount.getFeature()).isEqualTo("amount");
        assertThat(amount.getCurrentCount()).isEqualTo(6_000);
        assertEqualsOffline(amount, profile.features().get(0), reference, current);
    }

    private static void assertEqualsOffline(
            DriftStatistic said, FeatureProfile profile, double[] reference, double[] current) {
        var offline = new Millrace();
        var before = new Sample.Numbers(reference, false);
        var now = new Sample.Numbers(current, false);
        for (var statistic : offline.statistics(before)) {
            assertThat(value(said, statistic))
                    .as(statistic.code())
                    .isCloseTo(
                            requireNonNull(
                                    offline.compare(statistic, before, now).value()),
                            within(1e-9));
        }
        double[] r = before.finite();
        double[] c = now.finite();
        var summary = Profiles.summary(profile, current);
        assertThat(value(said, Statistic.KOLMOGOROV_SMIRNOV))
                .isCloseTo(KolmogorovSmirnov.statistic(r, c), within(Comparison.ksError(summary)));
        assertThat(value(said, Statistic.WASSERSTEIN))
                .isCloseTo(Wasserstein.between(r, c) / profile.stddev(), within(Comparison.wassersteinError(summary)));
        double[] ofReference = shares(counts(r, profile));
        double[] ofCurrent = shares(counts(c, profile));
        assertThat(value(said, Statistic.PSI)).isCloseTo(Psi.between(ofReference, ofCurrent), within(1e-12));
        assertThat(value(said, Statistic.JENSEN_SHANNON))
                .isCloseTo(JensenShannon.binary(ofReference, ofCurrent), within(1e-12));
        assertThat(value(said, Statistic.HELLINGER))
                .isCloseTo(Hellinger.between(ofReference, ofCurrent), within(1e-12));
        assertThat(said.getTests().get(0).getPValue())
                .isEqualTo(ChiSquare.homogeneity(counts(r, profile), counts(c, profile))
                        .pValue());
        assertThat(said.getDistribution()).hasSize(ofReference.length);
        for (int bin = 0; bin < ofReference.length; bin++) {
            assertThat(said.getDistribution().get(bin).getReferenceShare()).isCloseTo(ofReference[bin], within(1e-12));
            assertThat(said.getDistribution().get(bin).getCurrentShare()).isCloseTo(ofCurrent[bin], within(1e-12));
        }
    }

    private static double value(DriftStatistic said, Statistic statistic) {
        return said.getTests().stream()
                .filter(test -> test.getName().equals(statistic.code()))
                .findFirst()
                .map(test -> test.getValue())
                .orElseGet(() -> requireNonNull(said.getOtherStatistics().get(statistic.code())));
    }

    private static long[] counts(double[] values, FeatureProfile profile) {
        long[] counts = new long[profile.bins().size()];
        for (double value : values) {
            counts[profile.bins().indexOf(value)]++;
        }
        return counts;
    }

    private static double[] shares(long[] counts) {
        double all = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(count -> count / all).toArray();
    }

    private static ReferenceProfile profile(double[] amounts) {
        var builder = new ProfileBuilder(
                "transactions",
                Models.FRAUD,
                List.of(
                        new ProfileBuilder.Feature("amount", FeatureType.LONG),
                        new ProfileBuilder.Feature("night", FeatureType.BOOLEAN)));
        for (double amount : amounts) {
            builder.add(new double[] {amount, 1}, 0.25);
        }
        return builder.build("a test");
    }

    /** Whole numbers with a long tail; one in a hundred is missing. */
    private static double[] amounts(long seed, int rows, double scale) {
        var random = new Random(seed);
        double[] amounts = new double[rows];
        for (int i = 0; i < rows; i++) {
            double amount = Math.rint(1_000 * scale * Math.exp(random.nextGaussian() / 2));
            amounts[i] = random.nextInt(100) == 0 ? Double.NaN : amount;
        }
        return amounts;
    }
}
