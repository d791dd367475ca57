package io.millrace.drift.stats;

import java.util.Arrays;

/** How many values lie outside of what the reference has seen. */
public final class OutOfRangeShare {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION =
            "out-of-range-share: share of current values below the smallest or above the"
                    + " largest value of the reference; missing values left out";

    private OutOfRangeShare() {}

    /**
     * The share.
     *
     * @param smallest of the reference, finite
     * @param largest of the reference, finite
     * @param current finite, at least one
     * @return in [0, 1]
     */
    public static double of(double smallest, double largest, double[] current) {
        long outside = Arrays.stream(current)
                .filter(value -> value < smallest || value > largest)
                .count();
        return (double) outside / current.length;
    }
}
