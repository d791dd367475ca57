package io.millrace.drift.outlier;

import io.millrace.drift.profile.FeatureProfile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a row lies outside of the ordinary, as one number.
 *
 * <p>Of each feature, {@code z = |x - median| / (1.4826 MAD)}, the modified z-score of Iglewicz and Hoaglin (How to
 * Detect and Handle Outliers, 1993), by whom values beyond 3.5 are outliers; at most {@link #MOST}, so that no single
 * feature decides alone. The score is {@code sqrt(sum(max(0, z - 3.5)^2))}: the distance, in robust standard
 * deviations, from the box in which every feature is ordinary. 0 for an ordinary row, however many features there are;
 * in [0, {@code (MOST - 3.5) sqrt(features)}].
 *
 * <ul>
 *   <li>Where MAD is 0 (half of the reference is one value) the distance of the 5th and 95th percentile, over
 *       3.2897 as of a normal distribution, stands in for it, and where that is 0 the standard deviation. In a feature
 *       that was constant any other value is as far as can be.
 *   <li>Of a boolean and of a missing value {@code z = sqrt(-2 ln(share / largest share))}, the share being the
 *       reference's of such values: the distance at which the normal density has fallen as low against its peak. What
 *       the reference never had is as far as can be, and so is an infinite value.
 *   <li>A feature without any value in the reference says nothing.
 * </ul>
 *
 * <p>Immutable and safe for concurrent use; nothing is allocated for a row.
 */
public final class OutlierScore {
    /** No feature is further than this. */
    public static final double MOST = 20;

    /** Up to here a feature is ordinary. */
    public static final double ORDINARY = 3.5;

    /** Of a normal distribution MAD times this is the standard deviation. */
    private static final double MAD_TO_STDDEV = 1.4826;

    /** In standard deviations, of the middle 90 % of a normal distribution. */
    private static final double CENTRAL_WIDTH = 3.2897;

    private static final double MIDDLE_FROM = 0.05;
    private static final double MIDDLE_TO = 0.95;

    private final double[] medians;
    /** 1 / scale; 0 of a feature that says nothing, and infinite of one that was constant. */
    private final double[] perUnit;
    /** Squares of what lies beyond the ordinary, where the value is missing. */
    private final double[] missing;
    /** The same where a boolean is false or true; NaN for numbers. */
    private final double[] ifFalse;

    private final double[] ifTrue;

    private OutlierScore(List<FeatureProfile> features, int[] places, int width) {
        medians = new double[width];
        perUnit = new double[width];
        missing = new double[width];
        ifFalse = new double[width];
        ifTrue = new double[width];
        Arrays.fill(ifFalse, Double.NaN);
        Arrays.fill(ifTrue, Double.NaN);
        for (int place = 0; place < places.length; place++) {
            var feature = features.get(place);
            var sample = WeightedSample.of(feature);
            int i = places[place];
            if (feature.count() == 0) {
                continue; // says nothing: unit 0, missing 0
            }
            missing[i] = beyond(rarity(feature.missingShare(), 1 - feature.missingShare()));
            medians[i] = sample.quantile(0.5);
            perUnit[i] = 1 / scale(feature, sample, medians[i]);
            switch (feature.type()) {
                case BOOLEAN -> {
                    double truth = feature.mean();
                    ifFalse[i] = beyond(rarity(1 - truth, truth));
                    ifTrue[i] = beyond(rarity(truth, 1 - truth));
                }
                case DOUBLE, LONG -> {}
            }
        }
    }

    /**
     * Scores rows of these features.
     *
     * @param features in the order of the rows; see {@link io.millrace.drift.profile.ReferenceProfile#features}
     */
    public static OutlierScore against(List<FeatureProfile> features) {
        return against(features, IntStream.range(0, features.size()).toArray(), features.size());
    }

    /**
     * Scores rows that have these features among others, of which nothing is known.
     *
     * @param places of each feature in a row, each in [0, width)
     * @param width of a row
     */
    public static OutlierScore against(List<FeatureProfile> features, int[] places, int width) {
        return new OutlierScore(features, places, width);
    }

    /**
     * The score of a row.
     *
     * @param row the features in their order, NaN where missing; not kept
     * @return not negative, never NaN
     */
    public double of(double[] row) {
        double sum = 0;
        for (int i = 0; i < medians.length; i++) {
            sum += squareOf(i, row[i]);
        }
        return Math.sqrt(sum);
    }

    private double squareOf(int feature, double value) {
        if (Double.isNaN(value)) {
            return missing[feature];
        }
        double ofFalse = ifFalse[feature];
        if (!Double.isNaN(ofFalse)) {
            return value == 0 ? ofFalse : ifTrue[feature];
        }
        double apart = Math.abs(value - medians[feature]);
        // what is 0 apart is so by any scale, and what says nothing says so of any distance: both would be NaN with
        // infinity
        double far = apart == 0 || perUnit[feature] == 0 ? 0 : apart * perUnit[feature];
        return beyond(far);
    }

    private static double beyond(double far) {
        double outside = Math.min(far, MOST) - ORDINARY;
        return outside > 0 ? outside * outside : 0;
    }

    private static double rarity(double share, double other) {
        return Math.sqrt(-2 * Math.log(share / Math.max(share, other)));
    }

    private static double scale(FeatureProfile feature, WeightedSample sample, double median) {
        double mad = sample.distancesFrom(median).quantile(0.5);
        if (mad > 0) {
            return MAD_TO_STDDEV * mad;
        }
        double middle = sample.quantile(MIDDLE_TO) - sample.quantile(MIDDLE_FROM);
        return middle > 0 ? middle / CENTRAL_WIDTH : feature.stddev();
    }
}
