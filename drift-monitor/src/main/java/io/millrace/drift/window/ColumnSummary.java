package io.millrace.drift.window;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.sketch.Moments;

/**
 * What a window keeps of one feature, or of the score: how many values fell into each bin of the profile, how many were
 * missing, and their moments. Not safe for use by several threads.
 */
public final class ColumnSummary {
    private final Bins bins;
    private final long[] counts;
    private final Moments moments;
    private long missing;

    ColumnSummary(Bins bins) {
        this(bins, 0, new Moments(), new long[bins.size()]);
    }

    ColumnSummary(Bins bins, long missing, Moments moments, long[] counts) {
        this.bins = bins;
        this.missing = missing;
        this.moments = moments;
        this.counts = counts;
    }

    void add(double value) {
        if (Double.isFinite(value)) {
            counts[bins.indexOf(value)]++;
            moments.add(value);
        } else {
            missing++;
        }
    }

    void merge(ColumnSummary other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        moments.merge(other.moments);
        missing += other.missing;
    }

    /** Values per bin of the profile, summing to the count of {@link #moments}; a copy. */
    public long[] counts() {
        return counts.clone();
    }

    /** Rows whose value was NaN or infinite. */
    public long missing() {
        return missing;
    }

    /** Rows that were counted, missing values among them. */
    public long rows() {
        return moments.count() + missing;
    }

    /** Of the finite values. */
    public Moments moments() {
        return moments;
    }
}
