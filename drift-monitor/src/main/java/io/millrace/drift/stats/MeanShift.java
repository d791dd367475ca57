package io.millrace.drift.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** How far the mean moved, in standard deviations of the reference. */
public final class MeanShift {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION = "mean-shift: |mean(current) - mean(reference)| / stddev(reference),"
            + " population standard deviation, missing values left out;"
            + " a constant reference gives 0 for the same mean and infinity for any other";

    /** Means this close, relative to the larger, are the same: sums of equal numbers differ by rounding. */
    private static final double ROUNDING = 1e-9;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private MeanShift() {}

    /**
     * The distance of two means.
     *
     * @param referenceMean finite
     * @param referenceStddev population standard deviation, finite, not negative
     * @param currentMean finite
     * @return dimensionless, in [0, +inf]; if {@code referenceStddev} is 0: 0 where the means are equal but for rounding
     *     (relative 1e-9), else +inf
     */
    public static double between(double referenceMean, double referenceStddev, double currentMean) {
        double moved = Math.abs(currentMean - referenceMean);
        if (referenceStddev > 0) {
            return moved / referenceStddev;
        }
        double scale = Math.max(Math.abs(currentMean), Math.abs(referenceMean));
        return moved <= ROUNDING * scale ? 0 : Double.POSITIVE_INFINITY;
    }

    /**
     * How probable means as far apart are of two samples of one population: by the normal distribution, with variances of their own (Welch,
     * 1947), so for hundreds of values on either side.
     *
     * @param referenceCount positive
     * @param currentStddev population standard deviation, not negative
     * @param currentCount positive
     * @return in [0, 1]; NaN if both are constant
     */
    public static double pValue(
            double referenceMean,
            double referenceStddev,
            long referenceCount,
            double currentMean,
            double currentStddev,
            long currentCount) {
        double variance =
                referenceStddev * referenceStddev / referenceCount + currentStddev * currentStddev / currentCount;
        if (!(variance > 0)) {
            return Double.NaN;
        }
        double z = Math.abs(currentMean - referenceMean) / Math.sqrt(variance);
        return Math.min(1, 2 * NORMAL.survivalProbability(z));
    }
}
