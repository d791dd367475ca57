package io.millrace.enrich.window;

import io.millrace.sketch.DistinctSketch;
import io.millrace.sketch.QuantileSketch;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/** The sketches of a set of entries, one per column that keeps any. Mutable, confined to one thread. */
final class Digest {
    private final @Nullable DistinctSketch[] distinct;
    private final @Nullable QuantileSketch[] quantiles;

    Digest(Layout layout) {
        int width = layout.width();
        this.distinct = new DistinctSketch[width];
        this.quantiles = new QuantileSketch[width];
        for (int c = 0; c < width; c++) {
            distinct[c] = layout.keeps(c, Statistic.DISTINCT) ? new DistinctSketch() : null;
            quantiles[c] = layout.keeps(c, Statistic.QUANTILE) ? new QuantileSketch() : null;
        }
    }

    Digest clear() {
        for (int c = 0; c < distinct.length; c++) {
            DistinctSketch values = distinct[c];
            QuantileSketch ranks = quantiles[c];
            if (values != null) {
                values.clear();
            }
            if (ranks != null) {
                ranks.clear();
            }
        }
        return this;
    }

    /** @param values holds the columns of an entry from {@code offset} on; NaN is missing */
    void add(double[] values, int offset) {
        for (int c = 0; c < distinct.length; c++) {
            double value = values[offset + c];
            if (!Double.isNaN(value)) {
                DistinctSketch ofColumn = distinct[c];
                QuantileSketch ranks = quantiles[c];
                if (ofColumn != null) {
                    ofColumn.add(value);
                }
                if (ranks != null) {
                    ranks.add(value);
                }
            }
        }
    }

    void add(Digest other) {
        for (int c = 0; c < distinct.length; c++) {
            DistinctSketch values = distinct[c];
            DistinctSketch otherValues = other.distinct[c];
            QuantileSketch ranks = quantiles[c];
            QuantileSketch otherRanks = other.quantiles[c];
            if (values != null && otherValues != null) {
                values.add(otherValues);
            }
            if (ranks != null && otherRanks != null) {
                ranks.add(otherRanks);
            }
        }
    }

    /** Number of distinct values; see {@link DistinctSketch#estimate}. */
    double distinct(int column) {
        DistinctSketch values = distinct[column];
        if (values == null) {
            throw new IllegalArgumentException("column " + column + " does not keep distinct values");
        }
        return values.estimate();
    }

    /** See {@link QuantileSketch#quantile}. */
    double quantile(int column, double share) {
        QuantileSketch ranks = quantiles[column];
        if (ranks == null) {
            throw new IllegalArgumentException("column " + column + " does not keep quantiles");
        }
        return ranks.quantile(share);
    }

    void write(ByteWriter out) {
        for (int c = 0; c < distinct.length; c++) {
            DistinctSketch values = distinct[c];
            QuantileSketch ranks = quantiles[c];
            if (values != null) {
                values.write(out);
            }
            if (ranks != null) {
                ranks.write(out);
            }
        }
    }

    void read(ByteReader in) {
        for (int c = 0; c < distinct.length; c++) {
            DistinctSketch values = distinct[c];
            QuantileSketch ranks = quantiles[c];
            if (values != null) {
                values.read(in);
            }
            if (ranks != null) {
                ranks.read(in);
            }
        }
    }
}
