package io.millrace.drift.compare;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.QuantileRanks;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.Psi;
import io.millrace.sketch.QuantileSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares a column with its profile. Immutable and safe for concurrent use.
 *
 * @param leastRows where either side has fewer values (rows, for the missing share), a statistic is unknown; at least 1
 */
public record Comparison(int leastRows) {
    /**
     * Without any drift the PSI of n values in b bins is about a chi-square of b - 1 degrees divided by n: with 200
     * values it exceeds 0.25 by chance once in some ten million windows for 10 bins.
     */
    public static final Comparison DEFAULT = new Comparison(200);

    /** Refuses, with an IllegalArgumentException, to compare nothing. */
    public Comparison {
        if (leastRows < 1) {
            throw new IllegalArgumentException("the least of rows must be at least 1, was " + leastRows);
        }
    }

    /** What is to be said of a column of numbers: all statistics that it can have, in a fixed order. */
    public List<Finding> of(NumberSummary current) {
        var reference = current.reference();
        boolean enough = reference.count() >= leastRows && current.count() >= leastRows;
        var findings = new ArrayList<Finding>();
        overBins(enough, counts(reference), current.counts(), reference.bins() instanceof Bins.ByValue, findings);
        var distance = enough ? Distribution.of(reference).to(Distribution.of(current)) : null;
        add(Statistic.KOLMOGOROV_SMIRNOV, distance == null ? null : distance.greatest(), findings);
        add(
                Statistic.WASSERSTEIN,
                distance == null ? null : inStandardDeviations(distance.area(), reference.stddev()),
                findings);
        add(
                Statistic.MEAN_SHIFT,
                enough,
                () -> MeanShift.between(
                        reference.mean(), reference.stddev(), current.moments().mean()),
                findings);
        add(
                Statistic.STDDEV_SHIFT,
                enough,
                () -> stddevShift(reference.stddev(), current.moments().stddev()),
                findings);
        add(
                Statistic.OUT_OF_RANGE_SHARE,
                enough,
                () -> (double) (current.below() + current.above()) / current.count(),
                findings);
        missingShare(
                reference.count() + reference.missing(),
                reference.missingShare(),
                current.missing() + current.infinite(),
                current.rows(),
                findings);
        return findings;
    }

    /** What is to be said of a column of texts: all statistics that it can have, in a fixed order. */
    public List<Finding> of(TextSummary current) {
        var reference = current.reference();
        boolean enough = reference.count() >= leastRows && current.count() >= leastRows;
        var findings = new ArrayList<Finding>();
        long[] counts = Arrays.copyOf(current.counts(), current.counts().length + 1);
        counts[counts.length - 1] = current.others().total();
        overBins(enough, counts(reference), counts, true, findings);
        missingShare(
                reference.count() + reference.missing(),
                reference.missingShare(),
                current.missing(),
                current.rows(),
                findings);
        return findings;
    }

    private static void overBins(
            boolean enough, long[] reference, long[] current, boolean categories, List<Finding> findings) {
        add(Statistic.PSI, enough, () -> Psi.between(Shares.of(reference), current), findings);
        add(
                Statistic.JENSEN_SHANNON,
                enough,
                () -> Shares.jensenShannon(Shares.of(reference), Shares.of(current)),
                findings);
        add(Statistic.HELLINGER, enough, () -> Shares.hellinger(Shares.of(reference), Shares.of(current)), findings);
        if (categories) {
            add(Statistic.CHI_SQUARE, enough, () -> Shares.chiSquare(reference, current), findings);
            int others = current.length - 1;
            add(
                    Statistic.NEW_CATEGORIES,
                    enough,
                    () -> Shares.of(current)[others] - Shares.of(reference)[others],
                    findings);
        }
    }

    private void missingShare(long references, double referenceShare, long missing, long rows, List<Finding> findings) {
        boolean enough = references >= leastRows && rows >= leastRows;
        add(Statistic.MISSING_SHARE, enough, () -> MissingShare.between(referenceShare, missing, rows), findings);
    }

    private static void add(Statistic statistic, boolean known, DoubleSupplier value, List<Finding> findings) {
        add(statistic, known ? value.getAsDouble() : null, findings);
    }

    private static void add(Statistic statistic, @Nullable Double value, List<Finding> findings) {
        findings.add(new Finding(statistic, value == null || value.isNaN() ? null : value));
    }

    private static double stddevShift(double reference, double current) {
        return reference == current ? 0 : Math.abs(Math.log(current / reference));
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
