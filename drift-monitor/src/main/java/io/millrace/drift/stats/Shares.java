package io.millrace.drift.stats;

import java.util.Arrays;

/** Shares of values per bin. */
public final class Shares {
    private Shares() {}

    /**
     * The share of each count.
     *
     * @param counts values per bin, not negative
     * @param total what they are shares of; positive, at least the sum of the counts
     */
    public static double[] of(long[] counts, long total) {
        return Arrays.stream(counts)
                .mapToDouble(count -> (double) count / total)
                .toArray();
    }

    /** Shares that sum to 1 but for rounding. */
    static double[] normalised(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    static void requireSameBins(int reference, int current) {
        if (reference != current) {
            throw new IllegalArgumentException("bins differ: " + reference + " and " + current + " of them");
        }
    }
}
