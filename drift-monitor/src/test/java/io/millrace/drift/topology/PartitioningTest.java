package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.compare.Comparison;
import io.millrace.drift.definition.Definition;
import io.millrace.drift.definition.Evidently;
import io.millrace.drift.definition.Millrace;
import io.millrace.drift.definition.NannyMl;
import io.millrace.drift.definition.Sample;
import io.millrace.drift.profile.Category;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
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
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

    /**
     * The same of texts. Of a reference with as many categories as a profile lists all counts are exact, so all statistics are those of the
     * rows: NannyML has one bin for all new categories, as the profile has; Evidently has one for each, and there is one.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void saysOfTextsWhatTheOfflineComparisonOfTheSameRowsSays(int partitions, @TempDir Path stateFolder) {
        var reference = merchants(4, 20_000, TextProfile.MOST_CATEGORIES, 1.0);
        var current = merchants(5, 6_000, TextProfile.MOST_CATEGORIES + 1, 0.9); // flatter, and with a new one
        var profile = textProfile(reference);

        var merchant = saidOfTexts(partitions, current, profile, stateFolder);

        assertThat(profile.texts().get(0).categories()).hasSize(TextProfile.MOST_CATEGORIES);
        var before = new Sample.Categories(reference);
        var now = new Sample.Categories(current);
        assertSays(merchant, Statistic.NEW_CATEGORIES, new Millrace(), before, now);
        assertSays(merchant, Statistic.MISSING_SHARE, new Millrace(), before, now);
        assertSays(merchant, Statistic.JENSEN_SHANNON, new NannyMl(), before, now);
        assertSays(merchant, Statistic.HELLINGER, new NannyMl(), before, now);
        assertSays(merchant, Statistic.PSI, new Evidently(), before, now);
        assertThat(value(merchant, Statistic.NEW_CATEGORIES)).isPositive();
        assertThat(value(merchant, Statistic.PSI)).isGreaterThan(0.01);
        assertTellsWhatBinsSay(merchant, profile.texts().get(0), reference, current);
    }

    /**
     * A profile lists fifty categories, and counts all others together: statistics over these bins are exact, and never more than those over all
     * categories. Against all categories, new ones are told within the share of the reference that is not listed.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void ofMoreCategoriesThanTheProfileListsItSaysWhatItsBinsSay(int partitions, @TempDir Path stateFolder) {
        var reference = merchants(6, 20_000, 300, 1.0);
        var current = merchants(7, 6_000, 330, 0.9);
        var profile = textProfile(reference);
        var text = profile.texts().get(0);

        var merchant = saidOfTexts(partitions, current, profile, stateFolder);

        assertThat(text.distinct()).isEqualTo(300);
        assertTellsWhatBinsSay(merchant, text, reference, current);
        var before = new Sample.Categories(reference);
        var now = new Sample.Categories(current);
        for (var statistic : List.of(Statistic.JENSEN_SHANNON, Statistic.HELLINGER)) {
            assertThat(value(merchant, statistic))
                    .as(statistic.code())
                    .isPositive()
                    .isLessThanOrEqualTo(offline(statistic, new NannyMl(), before, now));
        }
        double listed = offline(Statistic.NEW_CATEGORIES, new Millrace(), before, now);
        double unlisted = (double) text.others() / text.count();
        double told = value(merchant, Statistic.NEW_CATEGORIES);
        assertThat(told).isGreaterThanOrEqualTo(listed - unlisted);
        assertThat(told + unlisted).as("share of all that are not listed").isGreaterThanOrEqualTo(listed);
    }

    private static void assertTellsWhatBinsSay(
            DriftStatistic said, TextProfile text, List<@Nullable String> reference, List<@Nullable String> current) {
        long[] r = counts(reference, text);
        long[] c = counts(current, text);
        double[] ofReference = shares(r);
        double[] ofCurrent = shares(c);
        assertThat(said.getCurrentMissing())
                .isEqualTo(current.stream().filter(Objects::isNull).count());
        assertThat(value(said, Statistic.PSI)).isCloseTo(Psi.between(ofReference, c), within(1e-12));
        assertThat(value(said, Statistic.JENSEN_SHANNON))
                .isCloseTo(JensenShannon.binary(ofReference, ofCurrent), within(1e-12));
        assertThat(value(said, Statistic.HELLINGER))
                .isCloseTo(Hellinger.between(ofReference, ofCurrent), within(1e-12));
        int others = r.length - 1;
        assertThat(value(said, Statistic.NEW_CATEGORIES))
                .isCloseTo(ofCurrent[others] - ofReference[others], within(1e-12));
        var same = ChiSquare.homogeneity(r, c);
        assertThat(value(said, Statistic.CHI_SQUARE)).isCloseTo(same.statistic() / others, within(1e-9));
        assertThat(said.getTests().get(0).getPValue()).isEqualTo(same.pValue());
        for (var bin : said.getDistribution().subList(0, said.getDistribution().size() - 1)) {
            int place = text.categories().stream().map(Category::name).toList().indexOf(bin.getLabel());
            assertThat(bin.getCurrentShare()).as(bin.getLabel()).isEqualTo(ofCurrent[place]);
        }
        assertThat(said.getDistribution().stream()
                        .mapToDouble(bin -> bin.getCurrentShare())
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    private static void assertSays(
            DriftStatistic said, Statistic statistic, Definition definition, Sample before, Sample now) {
        assertThat(value(said, statistic))
                .as(statistic.code() + " of " + definition.name())
                .isCloseTo(offline(statistic, definition, before, now), within(1e-12));
    }

    private static double offline(Statistic statistic, Definition definition, Sample before, Sample now) {
        return requireNonNull(definition.compare(statistic, before, now).value());
    }

    /** What is said of one window of these texts, in any order. */
    private static DriftStatistic saidOfTexts(
            int partitions, List<@Nullable String> merchants, ReferenceProfile profile, Path stateFolder) {
        var random = new Random(8);
        var rows = new ArrayList<Row>();
        for (var merchant : merchants) {
            long time = NOON + (long) (random.nextDouble() * HOUR);
            rows.add(new Row(time, 1L, true, merchant, 0.25, time + random.nextInt(9 * (int) MINUTE)));
        }
        rows.add(new Row(NOON + 2 * HOUR, 1L, true, "m0", 0.25, NOON + 3 * HOUR));
        var settings = MonitorDriver.settings(
                Duration.ZERO, Limits.byKind(0.25, 1, 0.1, 200), Examples.EVERY_HOUR, SplitBy.NOTHING);
        var said = Spreading.over(partitions, rows, profile, settings, stateFolder);
        assertThat(said.late()).isZero();
        var merchant = said.statistics().stream()
                .filter(statistic -> statistic.getFeature().equals("merchant"))
                .findFirst()
                .orElseThrow();
        assertThat(merchant.getCurrentCount()).isEqualTo(merchants.size());
        return merchant;
    }

    private static long[] counts(List<@Nullable String> merchants, TextProfile text) {
        var names = text.categories().stream().map(Category::name).toList();
        long[] counts = new long[names.size() + 1];
        for (var merchant : merchants) {
            if (merchant != null) {
                int place = names.indexOf(merchant);
                counts[place < 0 ? names.size() : place]++;
            }
        }
        return counts;
    }

    private static ReferenceProfile textProfile(List<@Nullable String> merchants) {
        var builder = new ProfileBuilder(
                "transactions",
                Models.FRAUD,
                List.of(
                        new ProfileBuilder.Feature("amount", FeatureType.LONG),
                        new ProfileBuilder.Feature("night", FeatureType.BOOLEAN)),
                List.of("merchant"));
        for (var merchant : merchants) {
            builder.add(new double[] {1, 1}, Collections.singletonList(merchant), 0.25);
        }
        return builder.build("a test");
    }

    /** Each comes once at least; the k-th as often as k to the power of minus the steepness. One in a hundred is missing. */
    private static List<@Nullable String> merchants(long seed, int rows, int categories, double steepness) {
        var random = new Random(seed);
        double[] upTo = new double[categories];
        for (int k = 0; k < categories; k++) {
            upTo[k] = (k == 0 ? 0 : upTo[k - 1]) + Math.pow(k + 1, -steepness);
        }
        var merchants = new ArrayList<@Nullable String>();
        for (int i = 0; i < rows; i++) {
            if (i >= categories && random.nextInt(100) == 0) {
                merchants.add(null);
            } else {
                int place = Arrays.binarySearch(upTo, random.nextDouble() * upTo[categories - 1]);
                merchants.add("m" + (i < categories ? i : place < 0 ? -place - 1 : place));
            }
        }
        return merchants;
    }
}
