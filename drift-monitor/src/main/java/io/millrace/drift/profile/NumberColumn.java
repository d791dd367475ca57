package io.millrace.drift.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The numbers of one column, row by row, until they are profiled. */
final class NumberColumn {
    private final String name;
    private final FeatureType type;
    private double[] values;
    private int size;

    NumberColumn(String name, FeatureType type) {
        this(name, type, new double[1024], 0);
    }

    private NumberColumn(String name, FeatureType type, double[] values, int size) {
        this.name = name;
        this.type = type;
        this.values = values;
        this.size = size;
    }

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size + 1, 2));
        }
        values[size++] = value + 0.0; // makes -0.0 the 0.0 it equals
    }

    int size() {
        return size;
    }

    double value(int row) {
        return values[row];
    }

    NumberColumn without(int from, int to) {
        double[] rest = new double[size - (to - from)];
        System.arraycopy(values, 0, rest, 0, from);
        System.arraycopy(values, to, rest, from, size - to);
        return new NumberColumn(name, type, rest, rest.length);
    }

    FeatureProfile profile() {
        double[] sorted =
                Arrays.stream(values, 0, size).filter(Double::isFinite).sorted().toArray();
        int count = sorted.length;
        var bins = Binning.of(sorted);
        if (count == 0) {
            return new FeatureProfile(
                    name,
                    type,
                    0,
                    size,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    bins,
                    List.of(0.0),
                    List.of(),
                    Map.of());
        }
        double mean = mean(sorted);
        return new FeatureProfile(
                name,
                type,
                count,
                size - count,
                mean,
                stddev(sorted, mean),
                sorted[0],
                sorted[count - 1],
                bins,
                shares(sorted, bins),
                bins instanceof Bins.ByValue ? List.of() : quantiles(sorted),
                Map.of());
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

    private static List<Double> quantiles(double[] sorted) {
        return IntStream.range(0, QuantileRanks.size())
                .mapToObj(quantile -> sorted[QuantileRanks.place(quantile, sorted.length)])
                .toList();
    }
}
