package io.millrace.drift.compare;

import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.Psi;
import java.util.Arrays;
import java.util.Optional;

/**
 * What can be said about how a column differs from its profile. The greater a value, the more it differs. Bins are
 * those of the reference profile, or the categories it lists and one for all others; counts in them are exact, so all
 * statistics over bins are exact given the bins. How far the others are from the raw rows' values is said at each.
 */
public enum Statistic {
    /** Population stability index; exact given the bins. */
    PSI("psi", "millrace/" + Psi.DEFINITION, Double.POSITIVE_INFINITY),
    /** Jensen-Shannon distance; exact given the bins. */
    JENSEN_SHANNON(
            "jensen-shannon",
            "millrace/jensen-shannon: square root of the Jensen-Shannon divergence, to base 2, of the shares of values per bin;"
                    + " bins of the reference profile",
            1),
    /** Hellinger distance; exact given the bins. */
    HELLINGER(
            "hellinger",
            "millrace/hellinger: sqrt(sum over bins of (sqrt r - sqrt c)^2 / 2), r and c the shares of values;"
                    + " bins of the reference profile",
            1),
    /**
     * Kolmogorov-Smirnov statistic; off by at most {@link Comparison#ksError}, and exact where the profile has a bin
     * for every value that came.
     */
    KOLMOGOROV_SMIRNOV(
            "kolmogorov-smirnov",
            "millrace/kolmogorov-smirnov: greatest distance of the two distribution functions; the reference's from its quantiles"
                    + " (or one bin per value), the current one from a KLL sketch, k = 200",
            1),
    /** Wasserstein distance in standard deviations; off by at most {@link Comparison#wassersteinError}. */
    WASSERSTEIN(
            "wasserstein",
            "millrace/wasserstein: area between the two distribution functions, in standard deviations of the reference"
                    + " (a constant reference gives 0 or infinity); functions as of millrace/kolmogorov-smirnov",
            Double.POSITIVE_INFINITY),
    /** Shift of the mean; exact up to rounding. */
    MEAN_SHIFT("mean-shift", "millrace/" + MeanShift.DEFINITION, Double.POSITIVE_INFINITY),
    /** Change of the standard deviation; exact up to rounding. */
    STDDEV_SHIFT(
            "stddev-shift",
            "millrace/stddev-shift: |ln(stddev(current) / stddev(reference))|, population standard deviation, missing"
                    + " values left out; 0 if both are constant, infinity if one is",
            Double.POSITIVE_INFINITY),
    /** Increase of the share of missing values; exact. */
    MISSING_SHARE("missing-share", "millrace/" + MissingShare.DEFINITION, 1),
    /** Share of values beyond the reference's smallest and largest; exact. */
    OUT_OF_RANGE_SHARE(
            "out-of-range-share",
            "millrace/out-of-range-share: share of current values below the reference's smallest or above its largest",
            1),
    /** Increase of the share of texts, or of few values, that the profile does not list; exact. */
    NEW_CATEGORIES(
            "new-categories",
            "millrace/new-categories: share of current values that are none of those the profile lists, minus the same"
                    + " share of the reference (0 unless it has more categories than a profile lists)",
            1),
    /**
     * Pearson's statistic over categories, per degree of freedom: about 1 without drift, however many rows; exact given
     * the bins.
     */
    CHI_SQUARE(
            "chi-square",
            "millrace/chi-square: Pearson's statistic of homogeneity of the 2 x k table of counts (reference, current),"
                    + " without Yates, divided by its k - 1 degrees of freedom; categories empty on both sides left out",
            Double.POSITIVE_INFINITY);

    private final String key;
    private final String definition;
    private final double most;

    Statistic(String key, String definition, double most) {
        this.key = key;
        this.definition = definition;
        this.most = most;
    }

    /** What it is called in profiles, settings and results. */
    public String key() {
        return key;
    }

    /** What a value means, exact enough to recompute it. */
    public String definition() {
        return definition;
    }

    /** The greatest value it can have; may be infinite. */
    public double most() {
        return most;
    }

    /** The one that is called so. */
    public static Optional<Statistic> of(String key) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.key.equals(key))
                .findFirst();
    }
}
