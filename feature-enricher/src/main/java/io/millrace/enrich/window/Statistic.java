package io.millrace.enrich.window;

import io.millrace.sketch.DistinctSketch;
import io.millrace.sketch.QuantileSketch;

/** What a summary keeps of a column beside the number of its values. The bits are part of the stored layout. */
public enum Statistic {
    /** Sum of the values. */
    SUM(1),
    /** Sum of squared distances from the mean; needs {@link #SUM}. */
    SPREAD(2),
    MINIMUM(4),
    MAXIMUM(8),
    /** The latest value by (event time, arrival), and its time. */
    LAST(16),
    /** The earliest value by (event time, arrival), and its time. */
    FIRST(32),
    /** Sum and weight of the values, halved for every half-life before the latest; needs {@link #LAST}. */
    DECAYED(64),
    /** A {@link DistinctSketch}. Kept beside summaries, in nodes. */
    DISTINCT(128),
    /** A {@link QuantileSketch}. Kept beside summaries, in nodes. */
    QUANTILE(256);

    private final int bit;

    Statistic(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
