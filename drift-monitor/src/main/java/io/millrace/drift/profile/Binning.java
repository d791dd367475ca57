package io.millrace.drift.profile;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** The binning rule of {@link ProfileBuilder}. */
final class Binning {
    /** Up to so many distinct values, every value has a bin of its own. */
    static final int MAX_SINGLE_VALUES = 20;

    private static final int DECILES = 10;

    private Binning() {}

    /**
     * Bins for these values.
     *
     * @param sorted finite, ascending, without -0.0; not changed
     */
    static Bins of(double[] sorted) {
        double[] distinct =
                DoubleStream.of(sorted).distinct().limit(MAX_SINGLE_VALUES + 1L).toArray();
        if (distinct.length <= MAX_SINGLE_VALUES) {
            return new Bins.ByValue(DoubleStream.of(distinct).boxed().toList());
        }
        return deciles(sorted);
    }

    private static Bins deciles(double[] sorted) {
        var edges = new TreeSet<Double>();
        double below = sorted[0];
        for (int k = 1; k < DECILES; k++) {
            double decile = sorted[(int) ((long) k * sorted.length / DECILES)];
            if (decile > below) {
                edges.add(decile);
            } else {
                addNextAbove(decile, sorted, edges);
            }
            below = decile;
        }
        return new Bins.ByRange(edges.stream().toList());
    }

    /** A value that fills more than a decile ends its bin here, so that what lies above it can be told from it. */
    private static void addNextAbove(double value, double[] sorted, Set<Double> edges) {
        for (double candidate : sorted) {
            if (candidate > value) {
                edges.add(candidate);
                return;
            }
        }
    }
}
