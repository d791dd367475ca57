package io.millrace.drift.stats;

/** Hellinger distance of two sets of shares, in the two forms that are the same but for rounding (Hellinger, 1909). */
public final class Hellinger {
    private Hellinger() {}

    /**
     * {@code |sqrt(r) - sqrt(c)| / sqrt(2)}, the length of a vector; exact down to 0.
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
            double apart = Math.sqrt(reference[i]) - Math.sqrt(current[i]);
            sum += apart * apart;
        }
        return Math.sqrt(sum) / Math.sqrt(2);
    }

    /**
     * {@code sqrt(1 - sum(sqrt(r c)))}, by Bhattacharyya's coefficient, which knows no distance below 1e-8 but 0.
     *
     * @param coefficient cut to [0, 1] if rounding carried it beyond
     */
    public static double ofCoefficient(double coefficient) {
        return Math.sqrt(1 - Math.max(0, Math.min(1, coefficient)));
    }
}
