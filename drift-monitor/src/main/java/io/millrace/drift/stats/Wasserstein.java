package io.millrace.drift.stats;

import java.util.Arrays;

/** Wasserstein distance of order 1, the area between two empirical distribution functions (Vallender, 1974): in the values' unit. */
public final class Wasserstein {
    private Wasserstein() {}

    /**
     * The distance of two samples.
     *
     * @param reference finite values, at least one, in any order; not changed
     * @param current the same
     * @return not negative
     */
    public static double between(double[] reference, double[] current) {
        double[] r = sorted(reference);
        double[] c = sorted(current);
        int fromR = 0;
        int fromC = 0;
        double area = 0;
        double at = Math.min(r[0], c[0]);
        while (fromR < r.length || fromC < c.length) {
            double next = fromC == c.length || (fromR < r.length && r[fromR] <= c[fromC]) ? r[fromR] : c[fromC];
            area += Math.abs((double) fromR / r.length - (double) fromC / c.length) * (next - at);
            at = next;
            while (fromR < r.length && r[fromR] == at) {
                fromR++;
            }
            while (fromC < c.length && c[fromC] == at) {
                fromC++;
            }
        }
        return area;
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
