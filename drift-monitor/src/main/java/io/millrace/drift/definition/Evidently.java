package io.millrace.drift.definition;

import static io.millrace.drift.stats.Statistic.CHI_SQUARE;
import static io.millrace.drift.stats.Statistic.HELLINGER;
import static io.millrace.drift.stats.Statistic.JENSEN_SHANNON;
import static io.millrace.drift.stats.Statistic.KOLMOGOROV_SMIRNOV;
import static io.millrace.drift.stats.Statistic.KULLBACK_LEIBLER;
import static io.millrace.drift.stats.Statistic.PSI;
import static io.millrace.drift.stats.Statistic.TOTAL_VARIATION;
import static io.millrace.drift.stats.Statistic.WASSERSTEIN;
import static io.millrace.drift.stats.Statistic.Z;

import io.millrace.drift.stats.ChiSquare;
import io.millrace.drift.stats.Edges;
import io.millrace.drift.stats.Hellinger;
import io.millrace.drift.stats.JensenShannon;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.KullbackLeibler;
import io.millrace.drift.stats.Psi;
import io.millrace.drift.stats.Shares;
import io.millrace.drift.stats.Spread;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.TestResult;
import io.millrace.drift.stats.TotalVariation;
import io.millrace.drift.stats.TwoProportions;
import io.millrace.drift.stats.ValueCounts;
import io.millrace.drift.stats.Wasserstein;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As Evidently 0.7.21 does it in memory ({@code evidently/legacy/calculations/stattests}); on Spark it bins otherwise.
 *
 * <ul>
 *   <li>Missing and infinite values are left out of both sides.
 *   <li>Numbers with more than 20 distinct values in the reference get as many bins as Sturges says, of one width, over both sides together.
 *       Others, and categories, have a bin for every distinct value of either side.
 *   <li>For PSI and Kullback-Leibler each empty bin is {@linkplain Psi#filled filled}.
 * </ul>
 */
public final class Evidently implements Definition {
    /** With more distinct values in the reference numbers are binned. */
    private static final int MOST_SINGLE_VALUES = 20;

    /** A reference with more rows is large, and is compared by distances. */
    private static final int MOST_SMALL_ROWS = 1000;

    /** Up to so many distinct values numbers are compared as categories are. */
    private static final int FEW_VALUES = 5;

    private static final double DISTANCE_THRESHOLD = 0.1;
    private static final double P_THRESHOLD = 0.05;
    private static final double PERMUTATION_P_THRESHOLD = 0.1;
    private static final double SMALLEST_STDDEV = 0.001;
    private static final double DRIFTED_SHARE = 0.5;

    private static final Set<Statistic> OF_NUMBERS = EnumSet.of(
            PSI, KULLBACK_LEIBLER, JENSEN_SHANNON, HELLINGER, WASSERSTEIN, KOLMOGOROV_SMIRNOV, CHI_SQUARE, Z);
    private static final Set<Statistic> OF_CATEGORIES =
            EnumSet.of(PSI, KULLBACK_LEIBLER, JENSEN_SHANNON, HELLINGER, CHI_SQUARE, Z, TOTAL_VARIATION);

    @Override
    public String name() {
        return "evidently";
    }

    /** Of numbers Evidently itself has chi-square and z only where it chooses them. */
    @Override
    public Set<Statistic> statistics(Sample reference) {
        return EnumSet.copyOf(reference instanceof Sample.Numbers ? OF_NUMBERS : OF_CATEGORIES);
    }

    @Override
    public Statistic choose(Sample reference, Sample current) {
        boolean numbers = reference instanceof Sample.Numbers;
        long distinct = distinct(reference, current);
        if (size(reference) > MOST_SMALL_ROWS) {
            return numbers && distinct > FEW_VALUES ? WASSERSTEIN : JENSEN_SHANNON;
        }
        if (numbers && distinct > FEW_VALUES) {
            return KOLMOGOROV_SMIRNOV;
        }
        return distinct > 2 ? CHI_SQUARE : Z;
    }

    private static int size(Sample sample) {
        return sample.rows() - sample.missing();
    }

    /** How many distinct values both sides have together; of many only that they are more than a few. */
    private static long distinct(Sample reference, Sample current) {
        if (reference instanceof Sample.Numbers r && current instanceof Sample.Numbers c) {
            return both(r.finite(), c.finite())
                    .distinct()
                    .limit(FEW_VALUES + 1L)
                    .count();
        }
        if (reference instanceof Sample.Categories r && current instanceof Sample.Categories c) {
            return Stream.concat(r.given().stream(), c.given().stream())
                    .distinct()
                    .limit(FEW_VALUES + 1L)
                    .count();
        }
        throw Definition.mixed();
    }

    private static DoubleStream both(double[] r, double[] c) {
        return DoubleStream.concat(Arrays.stream(r), Arrays.stream(c)).map(value -> value + 0.0);
    }

    @Override
    public DriftResult compare(Statistic statistic, Sample reference, Sample current) {
        Definition.requireApplicable(name(), statistics(reference), statistic, reference, current);
        int referenceSize = size(reference);
        int currentSize = size(current);
        if (referenceSize == 0 || currentSize == 0) {
            return DriftResult.unknown(
                    statistic,
                    name(),
                    referenceSize,
                    currentSize,
                    (referenceSize == 0 ? "the reference" : "the current data") + " has no value");
        }
        var comparison = new Comparison(statistic, referenceSize, currentSize);
        return reference instanceof Sample.Numbers r && current instanceof Sample.Numbers c
                ? comparison.ofNumbers(r.finite(), c.finite(), r.whole() && c.whole())
                : comparison.ofCategories(
                        ((Sample.Categories) reference).given(), ((Sample.Categories) current).given());
    }

    private static double hellinger(ValueCounts counts) {
        double[] r = counts.referenceShares();
        double[] c = counts.currentShares();
        double coefficient = 0;
        for (int i = 0; i < r.length; i++) {
            coefficient += Math.sqrt(r[i] * c[i]);
        }
        return Hellinger.ofCoefficient(coefficient);
    }

    /** Bins over the distinct values, whose number makes the bins; counts become densities and shares again. */
    private static double hellinger(double[] reference, double[] current, Edges edges) {
        double width = (edges.last() - edges.first()) / edges.bins();
        long[] r = edges.count(reference);
        long[] c = edges.count(current);
        double coefficient = 0;
        for (int i = 0; i < edges.bins(); i++) {
            double ofR = r[i] / edges.width(i) / reference.length;
            double ofC = c[i] / edges.width(i) / current.length;
            coefficient += Math.sqrt(ofR * ofC) * width;
        }
        return Hellinger.ofCoefficient(coefficient);
    }

    @Override
    public DatasetVerdict verdict(Collection<DriftResult> columns) {
        return DatasetVerdict.of(
                columns.stream().map(DriftResult::drifted).toList(),
                "at least half of the columns drifted",
                (drifted, all) -> drifted >= DRIFTED_SHARE * all);
    }

    /** One statistic of two samples that have values. */
    private record Comparison(Statistic statistic, int referenceSize, int currentSize) {
        DriftResult ofNumbers(double[] r, double[] c, boolean whole) {
            return switch (statistic) {
                case WASSERSTEIN ->
                    byDistance(Wasserstein.between(r, c) / Math.max(Spread.of(r).stddev(), SMALLEST_STDDEV), null);
                case KOLMOGOROV_SMIRNOV -> byP(KolmogorovSmirnov.between(r, c), P_THRESHOLD, true, null);
                case HELLINGER -> {
                    var edges = Edges.sturges(both(r, c).distinct().toArray(), whole);
                    yield byDistance(hellinger(r, c, edges), edges.bins());
                }
                case CHI_SQUARE, Z -> ofCounts(ValueCounts.of(r, c));
                default -> hasFewValues(r) ? ofCounts(ValueCounts.of(r, c)) : ofBins(r, c, whole);
            };
        }

        DriftResult ofCategories(List<String> r, List<String> c) {
            var counts = ValueCounts.of(r, c);
            return switch (statistic) {
                case TOTAL_VARIATION -> {
                    double distance = TotalVariation.between(counts.referenceShares(), counts.currentShares());
                    var test = new TestResult(distance, PermutationTest.pValue(r, c));
                    yield byP(test, PERMUTATION_P_THRESHOLD, false, counts.distinct());
                }
                case HELLINGER -> byDistance(hellinger(counts), counts.distinct());
                default -> ofCounts(counts);
            };
        }

        private static boolean hasFewValues(double[] r) {
            long distinct = Arrays.stream(r)
                    .map(value -> value + 0.0)
                    .distinct()
                    .limit(MOST_SINGLE_VALUES + 1L)
                    .count();
            return distinct <= MOST_SINGLE_VALUES;
        }

        private DriftResult ofBins(double[] r, double[] c, boolean whole) {
            var edges = Edges.sturges(both(r, c).toArray(), whole);
            return ofShares(Shares.of(edges.count(r), r.length), Shares.of(edges.count(c), c.length));
        }

        private DriftResult ofCounts(ValueCounts counts) {
            return switch (statistic) {
                case CHI_SQUARE ->
                    byP(
                            ChiSquare.goodnessOfFit(counts.reference(), counts.current()),
                            P_THRESHOLD,
                            false,
                            counts.distinct());
                case Z ->
                    byP(
                            TwoProportions.between(
                                    referenceSize - counts.reference()[0], // having any but the first
                                    referenceSize,
                                    currentSize - counts.current()[0],
                                    currentSize),
                            P_THRESHOLD,
                            false,
                            counts.distinct());
                default -> ofShares(counts.referenceShares(), counts.currentShares());
            };
        }

        private DriftResult ofShares(double[] r, double[] c) {
            double distance =
                    switch (statistic) {
                        case PSI -> Psi.between(r, c);
                        case KULLBACK_LEIBLER -> KullbackLeibler.between(Psi.filled(r), Psi.filled(c));
                        case JENSEN_SHANNON -> JensenShannon.natural(r, c);
                        default -> throw new IllegalStateException("no statistic of shares: " + statistic);
                    };
            return byDistance(distance, r.length);
        }

        DriftResult byDistance(double distance, @Nullable Integer bins) {
            boolean drifted = distance >= DISTANCE_THRESHOLD;
            return result(distance, null, DISTANCE_THRESHOLD, drifted, bins);
        }

        /** The p-value decides: below the threshold, for Kolmogorov-Smirnov alone also at it. */
        DriftResult byP(TestResult test, double threshold, boolean closed, @Nullable Integer bins) {
            boolean drifted = test.pValue() < threshold || (closed && test.pValue() == threshold);
            return result(test.statistic(), test.pValue(), threshold, drifted, bins);
        }

        private DriftResult result(
                double value, @Nullable Double p, double threshold, boolean drifted, @Nullable Integer bins) {
            return new DriftResult(
                    statistic, "evidently", value, p, threshold, drifted, bins, referenceSize, currentSize, null);
        }
    }
}
