package io.millrace.drift.stats;

/**
 * Kullback-Leibler divergence {@code sum(r ln(r / c))} of the current shares from the reference's (Kullback and Leibler, 1951), in nats.
 */
public final class KullbackLeibler {
    private KullbackLeibler() {}

    /**
     * The divergence. Shares need not sum to 1; they are taken as if they did.
     *
     * @param reference share of values per bin, each in [0, 1], at least one positive
     * @param current same bins
     * @return in [0, +inf]; +inf if a bin has values in the reference alone
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double between(double[] reference, double[] current) {
        Shares.requireSameBins(reference.length, current.length);
        return sum(Shares.normalised(reference), Shares.normalised(current));
    }

    static double sum(double[] of, double[] from) {
        double sum = 0;
        for (int i = 0; i < of.length; i++) {
            sum += term(of[i], from[i]);
        }
        return sum;
    }

    /** {@code x ln(x / y)}, 0 for no x. Near 1 the logarithm of the ratio would lose the digits that the difference has. */
    private static double term(double x, double y) {
        if (x == 0) {
            return 0;
        }
        double ratio = x / y;
        return x * (ratio > 0.5 && ratio < 2 ? Math.log1p((x - y) / y) : Math.log(ratio));
    }
}
