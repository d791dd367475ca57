package io.millrace.drift.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Two-sided z-test of two proportions by their pooled variance. */
public final class TwoProportions {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private TwoProportions() {}

    /**
     * The test.
     *
     * @param reference how many of the reference have it, in [0, {@code referenceSize}]
     * @param current how many of the others, in [0, {@code currentSize}]
     * @return the distance in standard deviations as statistic; 0, and p-value 1, where all or none of both have it
     */
    public static TestResult between(long reference, long referenceSize, long current, long currentSize) {
        long having = reference + current;
        long all = referenceSize + currentSize;
        if (having == 0 || having == all) {
            return new TestResult(0, 1);
        }
        double pooled = (double) having / all;
        double apart = (double) reference / referenceSize - (double) current / currentSize;
        double z = Math.abs(apart) / Math.sqrt(pooled * (1 - pooled) * (1.0 / referenceSize + 1.0 / currentSize));
        return new TestResult(z, Math.min(1, 2 * NORMAL.survivalProbability(z)));
    }
}
