package io.millrace.drift.stats;

/**
 * Jensen-Shannon distance, the square root of the mean divergence of two sets of shares from their mean (Lin, 1991; Endres and Schindelin,
 * 2003). A metric: symmetric, and finite whatever bins are empty.
 */
public final class JensenShannon {
    private JensenShannon() {}

    /**
     * The distance by natural logarithms.
     *
     * @param reference share of values per bin, each in [0, 1], at least one positive
     * @param current same bins
     * @return in [0, sqrt(ln 2)], about 0.8326
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double natural(double[] reference, double[] current) {
        return Math.sqrt(divergence(reference, current));
    }

    /**
     * The distance by logarithms to base 2.
     *
     * @return in [0, 1]
     */
    public static double binary(double[] reference, double[] current) {
        return Math.sqrt(divergence(reference, current) / Math.log(2));
    }

    private static double divergence(double[] reference, double[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double[] r = Shares.normalised(reference);
        double[] c = Shares.normalised(current);
        double[] mean = new double[r.length];
        for (int i = 0; i < r.length; i++) {
            mean[i] = (r[i] + c[i]) / 2;
        }
        double twice = KullbackLeibler.sum(r, mean) + KullbackLeibler.sum(c, mean);
        return Math.max(0, twice / 2); // equal shares may come out a rounding below 0
    }
}
