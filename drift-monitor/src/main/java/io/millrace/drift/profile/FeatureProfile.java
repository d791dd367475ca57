package io.millrace.drift.profile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the numbers of one feature, or the score, were distributed over the reference rows.
 *
 * @param name the feature's name; letters, digits and underscores
 * @param type what kind of number it is
 * @param count rows with a value (finite), not negative
 * @param missing rows without one (NaN or infinite), not negative
 * @param mean arithmetic mean of the values; NaN if {@code count} is 0
 * @param stddev population standard deviation of the values (divided by n), not negative; NaN if {@code count} is 0
 * @param min smallest value; NaN if {@code count} is 0
 * @param max largest value; NaN if {@code count} is 0
 * @param bins which bin a value belongs to; see {@link ProfileBuilder} for the rule
 * @param shares share of the values per bin, each in [0, 1], summing to 1; all 0 if {@code count} is 0
 * @param quantiles {@code x[floor(r (n - 1) / 10000)]} for every r of {@link QuantileRanks}, x being the {@code count}
 *     values in ascending order; empty with {@link Bins.ByValue}, whose shares tell all
 * @param thresholds what was learnt from chunks of the reference: beyond it a statistic of this feature, by its name,
 *     is more than the reference itself varies; empty if nothing was learnt
 */
public record FeatureProfile(
        String name,
        FeatureType type,
        long count,
        long missing,
        double mean,
        double stddev,
        double min,
        double max,
        Bins bins,
        List<Double> shares,
        List<Double> quantiles,
        Map<String, Double> thresholds) {
    /** Refuses, with an IllegalArgumentException, numbers that contradict each other. */
    public FeatureProfile {
        shares = List.copyOf(shares);
        quantiles = List.copyOf(quantiles);
        thresholds = sorted(thresholds);
        ProfileDocument.refuse(
                document(name, name, count, missing, mean, stddev, min, max, bins, shares, quantiles, thresholds)
                        .problems());
    }

    ProfileDocument.Feature document(String path) {
        return document(path, name, count, missing, mean, stddev, min, max, bins, shares, quantiles, thresholds);
    }

    /** Share of the reference rows without a value, in [0, 1]. */
    public double missingShare() {
        return (double) missing / (count + missing);
    }

    /** The shares as an array of the caller's own. */
    public double[] sharesAsArray() {
        return shares.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The value in the middle, the upper one of two: {@code x[floor(n / 2)]}, exactly, of a profile as {@link
     * ProfileBuilder} makes it, where it is always the first value of its bin. NaN if {@link #count} is 0.
     */
    public double median() {
        long below = 0;
        for (int bin = 0; bin < bins.size(); bin++) {
            below += Math.round(shares.get(bin) * count);
            if (below > count / 2) {
                return firstOf(bin);
            }
        }
        return max;
    }

    /**
     * Values that stand for the distribution, each with the share of all values it stands for: every value where each
     * has a bin, otherwise the quantiles, each for what is half way to its neighbours. Empty if {@link #count} is 0,
     * else summing to 1.
     */
    public SortedMap<Double, Double> weights() {
        var weights = new TreeMap<Double, Double>();
        if (bins instanceof Bins.ByValue byValue) {
            for (int i = 0; i < byValue.values().size(); i++) {
                weights.put(byValue.values().get(i), shares.get(i));
            }
        }
        for (int i = 0; i < quantiles.size(); i++) {
            weights.merge(quantiles.get(i), QuantileRanks.weight(i), Double::sum);
        }
        return weights;
    }

    /** The same with thresholds. */
    public FeatureProfile withThresholds(Map<String, Double> learnt) {
        return new FeatureProfile(name, type, count, missing, mean, stddev, min, max, bins, shares, quantiles, learnt);
    }

    private double firstOf(int bin) {
        if (bins instanceof Bins.ByValue) {
            return bin < bins.bounds().size() ? bins.bounds().get(bin) : max;
        }
        return bin == 0 ? min : bins.bounds().get(bin - 1);
    }

    static Map<String, Double> sorted(Map<String, Double> thresholds) {
        return Collections.unmodifiableMap(new TreeMap<>(thresholds));
    }

    private static ProfileDocument.Feature document(
            String path,
            String name,
            long count,
            long missing,
            double mean,
            double stddev,
            double min,
            double max,
            Bins bins,
            List<Double> shares,
            List<Double> quantiles,
            Map<String, Double> thresholds) {
        boolean byValue = bins instanceof Bins.ByValue;
        return new ProfileDocument.Feature(
                path,
                name,
                count,
                missing,
                mean,
                stddev,
                min,
                max,
                byValue ? ProfileDocument.VALUES : ProfileDocument.EDGES,
                bins.bounds(),
                shares,
                quantiles,
                thresholds);
    }
}
