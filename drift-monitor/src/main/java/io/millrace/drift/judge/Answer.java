package io.millrace.drift.judge;

/**
 * What a model answered to one event.
 *
 * @param score the score; not finite where the model gave none that can be used: it failed, was overdue, or answered NaN
 * @param label whether the score is at or above the threshold; means nothing without a score
 * @param latencyNanos how long the call took, not negative, or {@link #UNTIMED}. Rows of one call are as slow as each other,
 *     which is one observation and not many: time one row of a call
 */
public record Answer(double score, boolean label, long latencyNanos) {
    /** The latency of a row that says nothing about latency: that of its call is told with another row. */
    public static final long UNTIMED = -1;

    /** Refuses a negative latency with an IllegalArgumentException. */
    public Answer {
        if (latencyNanos < UNTIMED) {
            throw new IllegalArgumentException("negative latency: " + latencyNanos + " ns");
        }
    }

    /** An answer without a score that can be used. */
    public static Answer unusable(long latencyNanos) {
        return new Answer(Double.NaN, false, latencyNanos);
    }

    boolean usable() {
        return Double.isFinite(score);
    }

    boolean timed() {
        return latencyNanos != UNTIMED;
    }
}
