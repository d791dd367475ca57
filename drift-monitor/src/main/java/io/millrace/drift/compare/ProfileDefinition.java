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

import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.Psi;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.StddevShift;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a statistic means where a column is compared with its profile. The greater a value, the more it differs. Bins are
 * those of the reference profile, or the categories it lists and one for all others; counts in them are exact, so all
 * statistics over bins are exact given the bins. {@link Comparison#ksError} and {@link Comparison#wassersteinError} say how far
 * those two are from the raw rows' values; shares are exact, moments up to rounding.
 *
 * @param text exact enough to recompute it
 * @param most the greatest value it can have; may be infinite
 */
public record ProfileDefinition(String text, double most) {
    private static final Map<Statistic, ProfileDefinition> ALL = all();

    private static Map<Statistic, ProfileDefinition> all() {
        var all = new EnumMap<Statistic, ProfileDefinition>(Statistic.class);
        all.put(PSI, unbounded(Psi.DEFINITION));
        all.put(
                JENSEN_SHANNON,
                upToOne(
                        "jensen-shannon: square root of the Jensen-Shannon divergence, to base 2, of the shares of values per bin;"
                                + " bins of the reference profile"));
        all.put(
                HELLINGER,
                upToOne("hellinger: sqrt(sum over bins of (sqrt r - sqrt c)^2 / 2), r and c the shares of values;"
                        + " bins of the reference profile"));
        all.put(
                KOLMOGOROV_SMIRNOV,
                upToOne(
                        "kolmogorov-smirnov: greatest distance of the two distribution functions; the reference's from its"
                                + " quantiles (or one bin per value), the current one from a KLL sketch, k = 200"));
        all.put(
                WASSERSTEIN,
                unbounded(
                        "wasserstein: area between the two distribution functions, in standard deviations of the reference"
                                + " (a constant reference gives 0 or infinity); functions as of millrace/kolmogorov-smirnov"));
        all.put(MEAN_SHIFT, unbounded(MeanShift.DEFINITION));
        all.put(STDDEV_SHIFT, unbounded(StddevShift.DEFINITION));
        all.put(MISSING_SHARE, upToOne(MissingShare.DEFINITION));
        all.put(
                OUT_OF_RANGE_SHARE,
                upToOne(
                        "out-of-range-share: share of current values below the reference's smallest or above its largest"));
        all.put(
                NEW_CATEGORIES,
                upToOne(
                        "new-categories: share of current values that are none of those the profile lists, minus the same"
                                + " share of the reference (0 unless it has more categories than a profile lists)"));
        all.put(
                CHI_SQUARE,
                unbounded(
                        "chi-square: Pearson's statistic of homogeneity of the 2 x k table of counts (reference, current),"
                                + " without Yates, divided by its k - 1 degrees of freedom; categories empty on both sides left out"));
        return all;
    }

    private static ProfileDefinition unbounded(String text) {
        return new ProfileDefinition("millrace/" + text, Double.POSITIVE_INFINITY);
    }

    private static ProfileDefinition upToOne(String text) {
        return new ProfileDefinition("millrace/" + text, 1);
    }

    /** What can be said by a profile and a summary alone. */
    public static Set<Statistic> statistics() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /**
     * Of a statistic.
     *
     * @throws IllegalArgumentException if a profile and a summary do not say it
     */
    public static ProfileDefinition of(Statistic statistic) {
        var definition = ALL.get(statistic);
        if (definition == null) {
            throw new IllegalArgumentException("no " + statistic.code() + " by a profile alone");
        }
        return definition;
    }
}
