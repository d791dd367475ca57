package io.millrace.drift.compare;

import static io.millrace.drift.sketch.Profiles.summary;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.Profiles;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.drift.stats.Psi;
import io.millrace.drift.stats.Statistic;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final Comparison ANY = new Comparison(1);

    private static @Nullable Double value(List<Finding> findings, Statistic statistic) {
        return findings.stream()
                .filter(finding -> finding.statistic() == statistic)
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static double known(List<Finding> findings, Statistic statistic) {
        return requireNonNull(value(findings, statistic));
    }

    private static double[] sample(String kind, long seed, int rows, double shift, double scale) {
        var random = new Random(seed);
        return DoubleStream.generate(() -> switch (kind) {
                    case "normal" -> random.nextGaussian() * scale + shift;
                    case "skewed" -> Math.exp(random.nextGaussian() * scale) + shift;
                    case "tied" ->
                        random.nextInt(3) == 0 ? 0 : Math.floor(random.nextGaussian() * 40 * scale + shift * 40);
                    default -> random.nextInt(12) + Math.floor(shift * 4);
                })
                .limit(rows)
                .toArray();
    }

    /** Kolmogorov-Smirnov statistic and Wasserstein distance of the raw rows, by their definitions. */
    private static double[] raw(double[] reference, double[] current) {
        double[] r = reference.clone();
        double[] c = current.clone();
        Arrays.sort(r);
        Arrays.sort(c);
        double[] all = DoubleStream.concat(Arrays.stream(r), Arrays.stream(c))
                .sorted()
                .distinct()
                .toArray();
        double greatest = 0;
        double area = 0;
        int i = 0;
        int j = 0;
        for (int k = 0; k < all.length; k++) {
            while (i < r.length && r[i] <= all[k]) {
                i++;
            }
            while (j < c.length && c[j] <= all[k]) {
                j++;
            }
            double apart = Math.abs((double) i / r.length - (double) j / c.length);
            greatest = Math.max(greatest, apart);
            area += k + 1 < all.length ? apart * (all[k + 1] - all[k]) : 0;
        }
        return new double[] {greatest, area};
    }

    @ParameterizedTest
    @CsvSource({
        "normal, 2000, 1500, 0, 1",
        "normal, 2000, 1500, 0.3, 1.2",
        "normal, 20000, 30000, 0.05, 1",
        "normal, 20000, 150, 1, 1",
        "normal, 150000, 100000, 3, 1",
        "skewed, 5000, 5000, 0, 1",
        "skewed, 5000, 20000, 0.2, 1.4",
        "tied, 3000, 3000, 0, 1",
        "tied, 3000, 10000, 0.5, 1",
        "few, 3000, 3000, 0, 1",
        "few, 3000, 10000, 0.5, 1",
        "few, 30, 20, 0, 1",
    })
    void isAsFarFromTheRawRowsAsItSays(String kind, int references, int rows, double shift, double scale) {
        for (int seed = 1; seed <= 20; seed++) {
            double[] reference = sample(kind, seed, references, 0, 1);
            double[] current = sample(kind, 1_000 + seed, rows, shift, scale);
            var profile = Profiles.of(reference);
            var summary = summary(profile, current);
            double[] raw = raw(reference, current);

            var findings = ANY.of(summary);

            assertThat(known(findings, Statistic.KOLMOGOROV_SMIRNOV))
                    .isCloseTo(raw[0], within(Comparison.ksError(summary) + 1e-12));
            assertThat(known(findings, Statistic.WASSERSTEIN))
                    .isCloseTo(raw[1] / profile.stddev(), within(Comparison.wassersteinError(summary) + 1e-12));
        }
    }

    @Test
    void isExactWhereEveryValueHasABin() {
        double[] reference = sample("few", 1, 2_000, 0, 1);
        double[] current = sample("few", 2, 5_000, 0, 1);
        var summary = summary(Profiles.of(reference), current);

        assertThat(Comparison.ksError(summary)).isZero();
        assertThat(known(ANY.of(summary), Statistic.KOLMOGOROV_SMIRNOV))
                .isCloseTo(raw(reference, current)[0], within(1e-12));
    }

    @Test
    void momentsAndSharesAreThoseOfTheRawRows() {
        double[] reference = sample("normal", 1, 5_000, 0, 1);
        double[] current = sample("normal", 2, 4_000, 0.5, 2);
        var profile = Profiles.of(reference);
        var summary = summary(profile, current);
        summary.add(Double.NaN);
        summary.add(Double.POSITIVE_INFINITY);
        double mean = Arrays.stream(current).average().orElseThrow();
        double stddev = Math.sqrt(Arrays.stream(current)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        long outside = Arrays.stream(current)
                .filter(v -> v < profile.min() || v > profile.max())
                .count();

        var findings = ANY.of(summary);

        assertThat(known(findings, Statistic.MEAN_SHIFT))
                .isCloseTo(Math.abs(mean - profile.mean()) / profile.stddev(), within(1e-12));
        assertThat(known(findings, Statistic.STDDEV_SHIFT))
                .isCloseTo(Math.log(stddev / profile.stddev()), within(1e-12));
        assertThat(known(findings, Statistic.OUT_OF_RANGE_SHARE)).isEqualTo(outside / 4_000.0);
        assertThat(known(findings, Statistic.MISSING_SHARE)).isEqualTo(2 / 4_002.0);
        assertThat(known(findings, Statistic.PSI))
                .isCloseTo(Psi.between(profile.sharesAsArray(), summary.counts()), within(1e-12));
    }

    /** The values are those of NannyML, Evidently and SciPy: reference/drift-definitions.md, 4.5. */
    @Test
    void categoriesAreComparedAsTheLibrariesCompareThem() {
        var profile = Profiles.of(texts("a", 500, "b", 300, "c", 200));
        var current = TextSummary.over(profile);
        texts("a", 350, "b", 330, "c", 240, "d", 80).forEach(current::add);

        var findings = Comparison.DEFAULT.of(current);

        assertThat(known(findings, Statistic.PSI)).isCloseTo(0.5977539, within(5e-8));
        assertThat(known(findings, Statistic.JENSEN_SHANNON)).isCloseTo(0.2267735, within(5e-8));
        assertThat(known(findings, Statistic.HELLINGER)).isCloseTo(0.2189482, within(5e-8));
        assertThat(known(findings, Statistic.CHI_SQUARE)).isCloseTo(111.5355 / 3, within(5e-5));
        assertThat(known(findings, Statistic.NEW_CATEGORIES)).isEqualTo(0.08);
        assertThat(known(findings, Statistic.MISSING_SHARE)).isZero();
    }

    private static List<String> texts(Object... counts) {
        var texts = new java.util.ArrayList<String>();
        for (int i = 0; i < counts.length; i += 2) {
            texts.addAll(Collections.nCopies((Integer) counts[i + 1], (String) counts[i]));
        }
        return texts;
    }

    @Test
    void withoutDriftChiSquareIsAboutOneHoweverManyRows() {
        for (int rows : new int[] {500, 50_000}) {
            double sum = 0;
            for (int seed = 0; seed < 50; seed++) {
                var profile = Profiles.of(sample("few", seed, 20_000, 0, 1));
                sum += known(ANY.of(summary(profile, sample("few", 500 + seed, rows, 0, 1))), Statistic.CHI_SQUARE);
            }
            assertThat(sum / 50).isBetween(0.8, 1.2);
        }
    }

    @Test
    void withTooFewRowsOnEitherSideAllIsUnknown() {
        double[] enough = sample("normal", 1, 200, 0, 1);
        double[] tooFew = Arrays.copyOf(enough, 199);

        assertThat(Comparison.DEFAULT.of(summary(Profiles.of(enough), tooFew)))
                .allSatisfy(finding -> assertThat(finding.value()).isNull());
        assertThat(Comparison.DEFAULT.of(summary(Profiles.of(tooFew), enough)))
                .allSatisfy(finding -> assertThat(finding.value()).isNull());
        assertThat(Comparison.DEFAULT.of(summary(Profiles.of(enough), enough)))
                .allSatisfy(finding -> assertThat(finding.value()).isNotNull());
    }

    @Test
    void ofOnlyMissingValuesNothingIsKnownButThatTheyAreMissing() {
        var summary = NumberSummary.over(Profiles.of(sample("normal", 1, 500, 0, 1)));
        for (int i = 0; i < 300; i++) {
            summary.add(Double.NaN);
        }

        var findings = Comparison.DEFAULT.of(summary);

        assertThat(known(findings, Statistic.MISSING_SHARE)).isEqualTo(1);
        assertThat(findings)
                .filteredOn(finding -> finding.statistic() != Statistic.MISSING_SHARE)
                .allSatisfy(finding -> assertThat(finding.value()).isNull());
    }

    @Test
    void nothingAtAllIsUnknown() {
        assertThat(ANY.of(NumberSummary.over(Profiles.of(1, 2, 3))))
                .allSatisfy(finding -> assertThat(finding.value()).isNull());
        assertThat(ANY.of(summary(Profiles.of(Double.NaN), 1, 2)))
                .filteredOn(finding -> finding.statistic() != Statistic.MISSING_SHARE)
                .allSatisfy(finding -> assertThat(finding.value()).isNull());
    }

    @Test
    void aConstantReferenceIsInfinitelyFarFromAnyOtherValue() {
        var same = ANY.of(summary(Profiles.of(5, 5, 5), 5, 5));
        var other = ANY.of(summary(Profiles.of(5, 5, 5), 6, 6));

        for (var statistic : List.of(Statistic.WASSERSTEIN, Statistic.MEAN_SHIFT)) {
            assertThat(known(same, statistic)).isZero();
            assertThat(known(other, statistic)).isInfinite();
        }
        assertThat(known(other, Statistic.STDDEV_SHIFT)).isZero();
        assertThat(known(other, Statistic.KOLMOGOROV_SMIRNOV)).isEqualTo(1);
        assertThat(known(other, Statistic.NEW_CATEGORIES)).isEqualTo(1);
    }

    @Test
    void numbersTooGreatToComputeWithAreUnknownAndNotCalm() {
        var findings = ANY.of(summary(Profiles.of(1, 2, 3), Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE));

        assertThat(findings).allSatisfy(finding -> {
            if (finding.value() != null) {
                assertThat(finding.value()).isNotNaN();
            }
        });
        assertThat(known(findings, Statistic.OUT_OF_RANGE_SHARE)).isEqualTo(1);
    }

    @Test
    void everyStatisticSaysByWhichDefinition() {
        for (var statistic : ProfileDefinition.statistics()) {
            assertThat(ProfileDefinition.of(statistic).text()).startsWith("millrace/" + statistic.code());
        }
        assertThat(Comparison.statistics(Profiles.of(1, 2)))
                .containsExactlyInAnyOrderElementsOf(ProfileDefinition.statistics());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProfileDefinition.of(Statistic.TOTAL_VARIATION))
                .withMessage("no total-variation by a profile alone");
    }

    @Test
    void aBooleanIsComparedAsTwoCategories() {
        var profile = Profiles.of("night", FeatureType.BOOLEAN, 0, 0, 0, 1);

        var findings = ANY.of(summary(profile, 1, 1, 1, 0));

        // expected 2 and 2 of each: 4 cells, each apart by 1 of 2
        assertThat(known(findings, Statistic.CHI_SQUARE)).isCloseTo(2.0, within(1e-12));
        assertThat(known(findings, Statistic.NEW_CATEGORIES)).isZero();
    }

    @Test
    void whatIsUnknownHasAReason() {
        var profile = Profiles.of(sample("normal", 1, 300, 0, 1));
        var empty = NumberSummary.over(profile);
        var one = summary(profile, 1);
        var nothingButNan = NumberSummary.over(profile);
        for (int i = 0; i < 300; i++) {
            nothingButNan.add(Double.NaN);
        }

        assertThat(reasons(empty)).containsOnly("the window has no row to compare");
        assertThat(reasons(one))
                .containsOnly("the window has 1 value, fewer than 200", "the window has 1 row, fewer than 200");
        assertThat(reasons(nothingButNan)).containsOnly("the window has no value of 300 rows");
        assertThat(reasons(NumberSummary.over(Profiles.of(1, 2))))
                .containsOnly("the reference has 2 values, fewer than 200", "the reference has 2 rows, fewer than 200");
        assertThat(Comparison.DEFAULT.of(empty))
                .allSatisfy(finding -> assertThat(finding.pValue()).isNull());
    }

    private static List<@Nullable String> reasons(NumberSummary summary) {
        return Comparison.DEFAULT.of(summary).stream()
                .map(Finding::reason)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** A p-value below 5 % comes in about 5 % of windows without drift: never much more often, of the cautious ones less. */
    @Test
    void withoutDriftPValuesAreAsSmallAsSeldomAsTheySay() {
        var below = new java.util.EnumMap<Statistic, Integer>(Statistic.class);
        int windows = 400;
        for (int seed = 0; seed < windows; seed++) {
            var few = Profiles.of(sample("few", seed, 2_000, 0, 1));
            var normal = Profiles.of(sample("normal", seed, 2_000, 0, 1));
            count(ANY.of(summary(normal, sample("normal", 9_000 + seed, 500, 0, 1))), below);
            count(
                    ANY.of(summary(few, sample("few", 9_000 + seed, 500, 0, 1))).stream()
                            .filter(finding -> finding.statistic() == Statistic.CHI_SQUARE)
                            .toList(),
                    below);
        }

        assertThat(below.getOrDefault(Statistic.KOLMOGOROV_SMIRNOV, 0)).isLessThan(windows / 50);
        below.remove(Statistic.KOLMOGOROV_SMIRNOV);
        assertThat(below.keySet())
                .containsExactlyInAnyOrder(
                        Statistic.PSI,
                        Statistic.JENSEN_SHANNON,
                        Statistic.HELLINGER,
                        Statistic.CHI_SQUARE,
                        Statistic.MEAN_SHIFT);
        assertThat(below.values()).allSatisfy(times -> assertThat(times).isBetween(windows / 50, windows / 11));
    }

    private static void count(List<Finding> findings, java.util.Map<Statistic, Integer> below) {
        for (var finding : findings) {
            if (finding.pValue() != null && finding.pValue() <= 0.05) {
                below.merge(finding.statistic(), 1, Integer::sum);
            }
        }
    }

    @Test
    void whatHasMovedFarIsHardlyChance() {
        var findings = ANY.of(summary(Profiles.of(sample("normal", 1, 2_000, 0, 1)), sample("normal", 2, 500, 1, 1)));

        assertThat(findings)
                .filteredOn(finding -> finding.statistic() == Statistic.KOLMOGOROV_SMIRNOV
                        || finding.statistic() == Statistic.PSI
                        || finding.statistic() == Statistic.MEAN_SHIFT)
                .hasSize(3)
                .allSatisfy(
                        finding -> assertThat(requireNonNull(finding.pValue())).isLessThan(1e-6));
    }
}
