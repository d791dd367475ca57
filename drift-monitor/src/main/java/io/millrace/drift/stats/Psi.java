package io.millrace.drift.stats;

import java.util.Arrays;

/**
 * Population stability index, {@code sum((r - c) * ln(r / c))} over bins: the symmetric Kullback-Leibler divergence
 * (Jeffreys, 1946). Formula and zero fill are Evidently's (0.7.21); the bins are not: Evidently derives its own from the
 * rows of both sides, which a monitor that keeps no rows cannot.
 */
public final class Psi {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION = "psi: sum over bins of (r - c) ln(r / c), r and c the shares of values;"
            + " bins of the reference profile (one per value up to 20 values, else reference deciles);"
            + " bins empty on both sides left out; zero shares filled on each side as Evidently fills them";

    /** A zero share becomes this, or a millionth of the smallest share if that is not above it. */
    private static final double FILL = 1e-4;

    private static final double FILL_OF_SMALLEST = 1e6;

    private Psi() {}

    /**
     * The index of two sets of shares over the same bins.
     *
     * @param reference share of values per bin, shape [bins], each in [0, 1], at least one positive
     * @param current same shape and bins as {@code reference}
     * @return dimensionless, in [0, +inf); 0 means identical shares
     * @throws IllegalArgumentException if the shapes differ or a side has no positive share
     */
    public static double between(double[] reference, double[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double[] r = filled(reference);
        double[] c = filled(current);
        double sum = 0;
        for (int i = 0; i < r.length; i++) {
            sum += (r[i] - c[i]) * Math.log(r[i] / c[i]);
        }
        return sum;
    }

    /**
     * As {@link #between(double[], double[])}, from counts per bin of one side and shares of the other. Bins that are
     * empty on both sides are left out: in Evidently's rule for few distinct values they do not exist.
     *
     * @param current values per bin, not negative, at least one positive
     */
    public static double between(double[] reference, long[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double total = Arrays.stream(current).sum();
        double[] r = new double[reference.length];
        double[] c = new double[reference.length];
        int bins = 0;
        for (int i = 0; i < current.length; i++) {
            if (reference[i] > 0 || current[i] > 0) {
                r[bins] = reference[i];
                c[bins] = current[i] / total;
                bins++;
            }
        }
        return between(Arrays.copyOf(r, bins), Arrays.copyOf(c, bins));
    }

    /**
     * Shares without a zero: Evidently's fill, of each side by itself and not normalised again.
     *
     * @throws IllegalArgumentException if no share is positive
     */
    public static double[] filled(double[] shares) {
        double smallest = Arrays.stream(shares)
                .filter(share -> share > 0)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no share is positive"));
        double fill = smallest <= FILL ? smallest / FILL_OF_SMALLEST : FILL;
        return Arrays.stream(shares).map(share -> share > 0 ? share : fill).toArray();
    }
}
