package io.millrace.drift.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a {@link ReferenceProfile} from rows. The same rows in any order make the same profile.
 *
 * <p>A value that is NaN or infinite is missing. The others are binned by this rule, n being their number and
 * {@code x[0] <= ... <= x[n-1]} their order:
 *
 * <ul>
 *   <li>At most 20 distinct values: one bin per value, and {@code other} for values not among them.
 *   <li>More: ranges between edges. The k-th decile is {@code x[floor(k n / 10)]}, k = 1..9. A decile above the one
 *       before it (for k = 1: above {@code x[0]}) is an edge; one that equals it fills a whole decile, and the next larger
 *       value becomes an edge, so that the frequent value is a bin of its own. Equal edges are one edge. The first bin is
 *       open to -infinity, the last to +infinity, each between is [edge, next edge).
 * </ul>
 *
 * <p>By this rule no bin but {@code other} is empty in the reference. Holds every row until {@link #build}: 8 bytes per
 * feature and row. Not safe for use by several threads.
 */
public final class ProfileBuilder {
    private final String pipeline;
    private final List<Column> columns;
    private long rows;

    /** A feature to profile. */
    public record Feature(String name, FeatureType type) {}

    /**
     * Begins without a row.
     *
     * @param features in the order of the rows that will be added
     */
    public ProfileBuilder(String pipeline, List<Feature> features) {
        this.pipeline = pipeline;
        this.columns = new ArrayList<>();
        for (var feature : features) {
            columns.add(new Column(feature));
        }
        columns.add(new Column(new Feature(ReferenceProfile.SCORE, FeatureType.DOUBLE)));
    }

    /**
     * Adds one reference row.
     *
     * @param row the features in their order, NaN where missing; not kept
     * @param score the model's output for this row, NaN if there is none
     * @throws IllegalArgumentException if the row has another length
     */
    public ProfileBuilder add(double[] row, double score) {
        if (row.length != columns.size() - 1) {
            throw new IllegalArgumentException(
                    "a row of " + (columns.size() - 1) + " features expected, got " + row.length);
        }
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
        columns.get(row.length).add(score);
        rows++;
        return this;
    }

    /**
     * The profile of the rows added so far; more may be added after.
     *
     * @param createdFrom where the rows came from, for people
     * @throws IllegalArgumentException if no row was added, or a name is not one a profile may hold
     */
    public ReferenceProfile build(String createdFrom) {
        var profiles = columns.stream().map(Column::profile).toList();
        return new ReferenceProfile(
                pipeline,
                createdFrom,
                rows,
                profiles.subList(0, profiles.size() - 1),
                profiles.get(profiles.size() - 1));
    }

    private static final class Column {
        private final Feature feature;
        private double[] values = new double[1024];
        private int count;
        private long missing;

        Column(Feature feature) {
            this.feature = feature;
        }

        void add(double value) {
            if (!Double.isFinite(value)) {
                missing++;
                return;
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, Math.multiplyExact(count, 2));
            }
            values[count++] = value + 0.0; // makes -0.0 the 0.0 it equals
        }

        FeatureProfile profile() {
            double[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            var bins = Binning.of(sorted);
            if (count == 0) {
                return new FeatureProfile(
                        feature.name(),
                        feature.type(),
                        0,
                        missing,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        bins,
                        List.of(0.0));
            }
            double mean = mean(sorted);
            return new FeatureProfile(
                    feature.name(),
                    feature.type(),
                    count,
                    missing,
                    mean,
                    stddev(sorted, mean),
                    sorted[0],
                    sorted[count - 1],
                    bins,
                    shares(sorted, bins));
        }

        /** Rounding must not carry the mean of equal numbers away from that number. */
        private static double mean(double[] sorted) {
            double mean = Arrays.stream(sorted).sum() / sorted.length;
            return Math.max(sorted[0], Math.min(sorted[sorted.length - 1], mean));
        }

        private static double stddev(double[] sorted, double mean) {
            return Math.sqrt(Arrays.stream(sorted)
                            .map(value -> (value - mean) * (value - mean))
                            .sum()
                    / sorted.length);
        }

        private static List<Double> shares(double[] sorted, Bins bins) {
            long[] counts = new long[bins.size()];
            for (double value : sorted) {
                counts[bins.indexOf(value)]++;
            }
            return Arrays.stream(counts)
                    .mapToObj(inBin -> (double) inBin / sorted.length)
                    .toList();
        }
    }
}
