package io.millrace.drift.stats;

import java.util.Arrays;

/**
 * Edges of bins as NumPy has them: bin i is [edge i, edge i + 1), the last one closed, and what lies outside is in none.
 */
public final class Edges {
    private final double[] edges;

    private Edges(double[] edges) {
        this.edges = edges;
    }

    /**
     * As many bins of one width as Sturges (1926) would have, {@code histogram_bin_edges(values, "sturges")}: log2 n + 1, rounded up.
     *
     * @param values finite, at least one
     * @param whole whether they are of a type of whole numbers: then no bin is narrower than 1
     */
    public static Edges sturges(double[] values, boolean whole) {
        double range = range(values);
        double width = range / (log2(values.length) + 1);
        return ofWidth(values, whole && width > 0 && width < 1 ? 1 : width);
    }

    /**
     * As many bins of one width as Doane (1976) would have, {@code histogram_bin_edges(values, "doane")}: more than Sturges the more skewed
     * the values are.
     *
     * @param values finite, at least one
     */
    public static Edges doane(double[] values) {
        double n = values.length;
        var spread = Spread.of(values);
        if (n <= 2 || spread.stddev() == 0) {
            return ofWidth(values, 0);
        }
        double skewness = Arrays.stream(values)
                        .map(value -> Math.pow((value - spread.mean()) / spread.stddev(), 3))
                        .sum()
                / n;
        double ofSkewness = Math.sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
        return ofWidth(values, range(values) / (1 + log2(n) + log2(1 + Math.abs(skewness) / ofSkewness)));
    }

    /**
     * So many bins of one width, {@code linspace(first, last, bins + 1)}.
     *
     * @param first finite
     * @param last finite, above {@code first}
     * @param bins at least 1
     */
    public static Edges equal(double first, double last, int bins) {
        double width = (last - first) / bins;
        double[] edges = new double[bins + 1];
        Arrays.setAll(edges, i -> i == bins ? last : i * width + first);
        return new Edges(edges);
    }

    private static Edges ofWidth(double[] values, double width) {
        var spread = Spread.of(values);
        if (spread.smallest() == spread.largest()) {
            return equal(spread.smallest() - 0.5, spread.largest() + 0.5, 1);
        }
        int bins = width == 0 ? 1 : (int) Math.ceil((spread.largest() - spread.smallest()) / width);
        return equal(spread.smallest(), spread.largest(), bins);
    }

    private static double range(double[] values) {
        var spread = Spread.of(values);
        return spread.largest() - spread.smallest();
    }

    /** Exact for powers of two: one bit off would be one bin more. */
    private static double log2(double value) {
        double log = Math.log(value) / Math.log(2);
        double whole = Math.rint(log);
        return Math.scalb(1.0, (int) whole) == value ? whole : log;
    }

    /** How many bins. */
    public int bins() {
        return edges.length - 1;
    }

    /** The first edge. */
    public double first() {
        return edges[0];
    }

    /** The last edge. */
    public double last() {
        return edges[edges.length - 1];
    }

    /** The distance from an edge to the next. */
    public double width(int bin) {
        return edges[bin + 1] - edges[bin];
    }

    /**
     * Values per bin.
     *
     * @param values without NaN
     */
    public long[] count(double[] values) {
        long[] counts = new long[bins()];
        for (double value : values) {
            if (value >= first() && value <= last()) {
                counts[indexOf(value)]++;
            }
        }
        return counts;
    }

    private int indexOf(double value) {
        int found = Arrays.binarySearch(edges, value + 0.0); // -0.0 is the 0.0 it equals
        int bin = found >= 0 ? found : -found - 2;
        return Math.min(bin, bins() - 1);
    }
}
