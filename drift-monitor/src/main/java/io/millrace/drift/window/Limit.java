package io.millrace.drift.window;

import io.millrace.drift.stats.Statistic;

/**
 * When a statistic counts as drift.
 *
 * @param threshold a value above this is drift; not NaN
 */
public record Limit(Statistic statistic, double threshold) {
    /** Refuses NaN, which nothing is above, with an IllegalArgumentException. */
    public Limit {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("the threshold of " + statistic.code() + " must be a number");
        }
    }
}
