package io.millrace.drift.compare;

import static io.millrace.drift.stats.Statistic.CHI_SQUARE;
import static io.millrace.drift.stats.Statistic.HELLINGER;
import static io.millrace.drift.stats.Statistic.JENSEN_SHANNON;
import static io.millrace.drift.stats.Statistic.KOLMOGOROV_SMIRNOV;
import static io.millrace.drift.stats.Statistic.MEAN_SHIFT;
import static io.millrace.drift.stats.Statistic.MISSING_SHARE;
import static io.millrace.drift.stats.Statistic.NEW_CATEGORIES;
import static io.millrace.drift.stats.Statistic.OUT_OF_RANGE_SHARE;
import static io.millrace.drift.stats.Statistic.PSI;
import static io.millrace.drift.stats.Statistic.STDDEV_SHIFT;
import static io.millrace.drift.stats.Statistic.WASSERSTEIN;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.QuantileRanks;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.drift.stats.ChiSquare;
import io.millrace.drift.stats.Hellinger;
import io.millrace.drift.stats.JensenShannon;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.Psi;
import io.millrace.drift.stats.Shares;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.StddevShift;
import io.millrace.drift.stats.TestResult;
import io.millrace.drift.stats.TwoProportions;
import io.millrace.sketch.QuantileSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a column with its profile, by the same formulas as samples are compared with each other. Immutable and safe for
 * concurrent use.
 *
 * @param leastRows where either side has fewer values (rows, for the missing share), a statistic is unknown; at least 1
 */
public record Comparison(int leastRows) {
    /**
     * Without any drift the PSI of n values in b bins is about a chi-square of b - 1 degrees divided by n: with 200
     * values it exceeds 0.25 by chance once in some ten million windows for 10 bins.
     */
    public static final Comparison DEFAULT = new Comparison(200);

    private static final String TOO_GREAT = "the numbers are too great to compute with";

    /** Refuses, with an IllegalArgumentException, to compare nothing. */
    public Comparison {
        if (leastRows < 1) {
            throw new IllegalArgumentException("the least of rows must be at least 1, was " + leastRows);
        }
    }

    /** What there is to say of a column of numbers, in a fixed order. */
    public static List<Statistic> statistics(FeatureProfile reference) {
        var statistics = new ArrayList<>(List.of(PSI, JENSEN_SHANNON, HELLINGER));
        if (reference.bins() instanceof Bins.ByValue) {
            statistics.addAll(List.of(CHI_SQUARE, NEW_CATEGORIES));
        }
        statistics.addAll(
                List.of(KOLMOGOROV_SMIRNOV, WASSERSTEIN, MEAN_SHIFT, STDDEV_SHIFT, OUT_OF_RANGE_SHARE, MISSING_SHARE));
        return statistics;
    }

    /** What there is to say of a column of texts, in a fixed order. */
    public static List<Statistic> statistics(TextProfile reference) {
        return List.of(PSI, JENSEN_SHANNON, HELLINGER, CHI_SQUARE, NEW_CATEGORIES, MISSING_SHARE);
    }

    /** What is to be said of a column of numbers: all statistics that it can have, in a fixed order. */
    public List<Finding> of(NumberSummary current) {
        var reference = current.reference();
        var unknown = unknown("value", reference.count(), current.count(), current.rows());
        var missing = missingShare(
                reference.missing(),
                reference.count() + reference.missing(),
                current.missing() + current.infinite(),
                current.rows());
        if (unknown != null) {
            return findings(statistics(reference), unknown, missing);
        }
        var findings = new ArrayList<Finding>();
        overBins(counts(reference), current.counts(), reference.bins() instanceof Bins.ByValue, findings);
        var distance = Distribution.of(reference).to(Distribution.of(current));
        var moments = current.moments();
        findings.add(finding(
                KOLMOGOROV_SMIRNOV,
                distance.greatest(),
                KolmogorovSmirnov.mostLikely(
                        distance.greatest() - ksError(current), reference.count(), current.count())));
        findings.add(finding(WASSERSTEIN, inStandardDeviations(distance.area(), reference.stddev()), null));
        findings.add(finding(
                MEAN_SHIFT,
                MeanShift.between(reference.mean(), reference.stddev(), moments.mean()),
                MeanShift.pValue(
                        reference.mean(),
                        reference.stddev(),
                        reference.count(),
                        moments.mean(),
                        moments.stddev(),
                        moments.count())));
        findings.add(finding(STDDEV_SHIFT, StddevShift.between(reference.stddev(), moments.stddev()), null));
        findings.add(finding(OUT_OF_RANGE_SHARE, (double) (current.below() + current.above()) / current.count(), null));
        findings.add(missing);
        return findings;
    }

    /** What is to be said of a column of texts: all statistics that it can have, in a fixed order. */
    public List<Finding> of(TextSummary current) {
        var reference = current.reference();
        var unknown = unknown("text", reference.count(), current.count(), current.rows());
        var missing = missingShare(
                reference.missing(), reference.count() + reference.missing(), current.missing(), current.rows());
        if (unknown != null) {
            return findings(statistics(reference), unknown, missing);
        }
        var findings = new ArrayList<Finding>();
        long[] counts = Arrays.copyOf(current.counts(), current.counts().length + 1);
        counts[counts.length - 1] = current.others().total();
        overBins(counts(reference), counts, true, findings);
        findings.add(missing);
        return findings;
    }

    /** Everything is unknown for one reason, but for what is known all the same. */
    private static List<Finding> findings(List<Statistic> statistics, String reason, Finding missing) {
        return statistics.stream()
                .map(statistic -> statistic == MISSING_SHARE ? missing : Finding.unknown(statistic, reason))
                .toList();
    }

    /** Why two sides are not compared; null if they are. */
    private @Nullable String unknown(String what, long references, long currents, long rows) {
        if (references < leastRows) {
            return tooFew("the reference", references, what);
        }
        if (currents >= leastRows) {
            return null;
        }
        return rows == 0
                ? "the window has no row to compare"
                : tooFew("the window", currents, what) + (currents < rows ? " of " + rows + " rows" : "");
    }

    private String tooFew(String side, long count, String what) {
        return side + " has " + (count == 0 ? "no " + what : count + " " + what + (count == 1 ? "" : "s"))
                + (count == 0 ? "" : ", fewer than " + leastRows);
    }

    private static void overBins(long[] reference, long[] current, boolean categories, List<Finding> findings) {
        double[] r = Shares.of(reference, Arrays.stream(reference).sum());
        double[] c = Shares.of(current, Arrays.stream(current).sum());
        var same = homogeneity(reference, current);
        findings.add(finding(PSI, Psi.between(r, current), same.pValue()));
        findings.add(finding(JENSEN_SHANNON, Math.min(1, JensenShannon.binary(r, c)), same.pValue()));
        findings.add(finding(HELLINGER, Math.min(1, Hellinger.between(r, c)), same.pValue()));
        if (categories) {
            int others = current.length - 1;
            findings.add(finding(CHI_SQUARE, same.statistic(), same.pValue()));
            findings.add(finding(
                    NEW_CATEGORIES,
                    c[others] - r[others],
                    TwoProportions.between(
                                    reference[others],
                                    Arrays.stream(reference).sum(),
                                    current[others],
                                    Arrays.stream(current).sum())
                            .pValue()));
        }
    }

    /** Pearson's test without the bins that are empty on both sides; its statistic per degree of freedom. */
    private static TestResult homogeneity(long[] reference, long[] current) {
        int[] used = IntStream.range(0, reference.length)
                .filter(i -> reference[i] + current[i] > 0)
                .toArray();
        var test = ChiSquare.homogeneity(
                Arrays.stream(used).mapToLong(i -> reference[i]).toArray(),
                Arrays.stream(used).mapToLong(i -> current[i]).toArray());
        return new TestResult(used.length > 1 ? test.statistic() / (used.length - 1) : 0, test.pValue());
    }

    private Finding missingShare(long referenceMissing, long references, long missing, long rows) {
        var unknown = unknown("row", references, rows, rows);
        return unknown != null
                ? Finding.unknown(MISSING_SHARE, unknown)
                : finding(
                        MISSING_SHARE,
                        MissingShare.between((double) referenceMissing / references, missing, rows),
                        TwoProportions.between(referenceMissing, references, missing, rows)
                                .pValue());
    }

    private static Finding finding(Statistic statistic, double value, @Nullable Double pValue) {
        if (Double.isNaN(value)) {
            return Finding.unknown(statistic, TOO_GREAT);
        }
        return new Finding(statistic, value, pValue == null || pValue.isNaN() ? null : pValue, null);
    }

    private static double inStandardDeviations(double distance, double stddev) {
        if (stddev > 0) {
            return distance / stddev;
        }
        return distance == 0 ? 0 : distance > 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    /** Shares are quotients of whole numbers, which come back. */
    private static long[] counts(FeatureProfile reference) {
        return reference.shares().stream()
                .mapToLong(share -> Math.round(share * reference.count()))
                .toArray();
    }

    private static long[] counts(TextProfile reference) {
        long[] counts = new long[reference.categories().size() + 1];
        for (int i = 0; i < reference.categories().size(); i++) {
            counts[i] = reference.categories().get(i).count();
        }
        counts[counts.length - 1] = reference.others();
        return counts;
    }

    /**
     * How far {@link Statistic#KOLMOGOROV_SMIRNOV} may be from its value of the raw rows. The statistic is a distance
     * of functions, so by the triangle inequality it is off by no more than both functions together: half a percent and
     * one reference value where the profile has quantiles, and the sketch's rank error beyond its {@value
     * QuantileSketch#K} values.
     */
    public static double ksError(NumberSummary current) {
        var reference = current.reference();
        double ofReference = reference.quantiles().isEmpty() ? 0 : QuantileRanks.WIDEST / 2 + 1.0 / reference.count();
        return ofReference + rankError(current);
    }

    /**
     * The same of {@link Statistic#WASSERSTEIN}, which is a distance, too: the area between the reference's true
     * function and its quantiles is, between two of them, at most half their gap and one value times how far they are
     * apart; the area between the true function and the sketch's is at most the rank error times the range of values.
     * Infinite or NaN where the reference is constant.
     */
    public static double wassersteinError(NumberSummary current) {
        var reference = current.reference();
        var quantiles = reference.quantiles();
        double area = rankError(current) * (current.max() - current.min());
        for (int i = 0; i + 1 < quantiles.size(); i++) {
            area += (QuantileRanks.gap(i) / 2 + 1.0 / reference.count()) * (quantiles.get(i + 1) - quantiles.get(i));
        }
        return area / reference.stddev();
    }

    private static double rankError(NumberSummary current) {
        return Distribution.isExact(current) || current.count() <= QuantileSketch.K ? 0 : QuantileSketch.RANK_ERROR;
    }
}
