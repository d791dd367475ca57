package io.millrace.drift.stats;

/** The largest difference of two sets of shares in any one bin. */
public final class LInfinity {
    private LInfinity() {}

    /**
     * The distance.
     *
     * @param reference share of values per bin, each in [0, 1]
     * @param current same bins
     * @return in [0, 1]
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double between(double[] reference, double[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            largest = Math.max(largest, Math.abs(reference[i] - current[i]));
        }
        return largest;
    }
}
