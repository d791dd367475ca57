package io.millrace.drift.profile;

import java.util.List;

/**
 * How one feature, or the score, was distributed over the reference rows.
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
        List<Double> shares) {

    /** Refuses, with an IllegalArgumentException, numbers that contradict each other. */
    public FeatureProfile {
        shares = List.copyOf(shares);
        ProfileDocument.refuse(document(name, name, count, missing, mean, stddev, min, max, bins, shares)
                .problems());
    }

    ProfileDocument.Feature document(String path) {
        return document(path, name, count, missing, mean, stddev, min, max, bins, shares);
    }

    /** Share of the reference rows without a value, in [0, 1]. */
    public double missingShare() {
        return (double) missing / (count + missing);
    }

    /**
     * The value in the middle, the upper one of two: {@code x[floor(n / 2)]}, exactly, of a profile as {@link ProfileBuilder}
     * makes it, where it is always the first value of its bin. NaN if {@link #count} is 0.
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

    private double firstOf(int bin) {
        if (bins instanceof Bins.ByValue) {
            return bin < bins.bounds().size() ? bins.bounds().get(bin) : max;
        }
        return bin == 0 ? min : bins.bounds().get(bin - 1);
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
            List<Double> shares) {
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
                byValue ? "values" : "edges",
                bins.bounds(),
                shares);
    }
}
