package io.millrace.drift.stats;

import java.util.Arrays;

/**
 * Mean and spread of a sample, in two passes.
 *
 * @param stddev of the population: divided by the number of values; not negative
 */
public record Spread(double mean, double stddev, double smallest, double largest) {
    /**
     * Of a sample.
     *
     * @param values finite, at least one
     */
    public static Spread of(double[] values) {
        var summary = Arrays.stream(values).summaryStatistics();
        // rounding must not carry the mean of equal numbers away from that number
        double mean = Math.max(summary.getMin(), Math.min(summary.getMax(), summary.getAverage()));
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(mean, Math.sqrt(squares / values.length), summary.getMin(), summary.getMax());
    }
}
