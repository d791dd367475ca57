package io.millrace.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Measured values of one thing. Immutable. */
public final class Distribution {
    private static final double LOWER = 0.25;
    private static final double MIDDLE = 0.5;
    private static final double UPPER = 0.75;

    private final double[] measured;
    private final double[] sorted;

    private Distribution(double[] measured) {
        if (measured.length == 0 || Arrays.stream(measured).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("not measurements: " + Arrays.toString(measured));
        }
        this.measured = measured;
        this.sorted = measured.clone();
        Arrays.sort(sorted);
    }

    /**
     * Measurements.
     *
     * @param values in the order of measuring; at least one, all finite
     */
    public static Distribution of(DoubleStream values) {
        return new Distribution(values.toArray());
    }

    /** Something that is the same however often it is measured. */
    public static Distribution of(double value) {
        return new Distribution(new double[] {value});
    }

    public double median() {
        return quantile(MIDDLE);
    }

    public double lowerQuartile() {
        return quantile(LOWER);
    }

    public double upperQuartile() {
        return quantile(UPPER);
    }

    /** In the order of measuring. */
    public List<Double> values() {
        return Arrays.stream(measured).boxed().toList();
    }

    /** Interpolated linearly between the two nearest values: type 7 of Hyndman and Fan (1996). */
    private double quantile(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
