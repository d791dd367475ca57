package io.millrace.drift.stats;

/** Total variation distance of two sets of shares: {@code sum(|r - c|) / 2}, the largest difference that any event can have. */
public final class TotalVariation {
    private TotalVariation() {}

    /**
     * The distance.
     *
     * @param reference share of values per bin, each in [0, 1], summing to 1
     * @param current same bins
     * @return in [0, 1]
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double between(double[] reference, double[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            sum += Math.abs(reference[i] - current[i]);
        }
        return sum / 2;
    }
}
