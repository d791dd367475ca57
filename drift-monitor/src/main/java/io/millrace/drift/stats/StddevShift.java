package io.millrace.drift.stats;

/** By what factor the spread changed. */
public final class StddevShift {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION = "stddev-shift: |ln(stddev(current) / stddev(reference))|,"
            + " population standard deviation, missing values left out;"
            + " 0 if both are constant, infinity if one is";

    private StddevShift() {}

    /**
     * The distance of two standard deviations, the same for twice as much and half as much.
     *
     * @param reference population standard deviation, finite, not negative
     * @param current the same of the current values
     * @return dimensionless, in [0, +inf]; ln 2, about 0.69, where one is twice the other
     */
    public static double between(double reference, double current) {
        if (reference == current) {
            return 0;
        }
        return Math.abs(Math.log(current / reference));
    }
}
