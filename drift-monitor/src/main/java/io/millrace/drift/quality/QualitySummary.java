package io.millrace.drift.quality;

/**
 * What is kept of the predictions of one window, version, variant and segment and of their outcomes, whatever their number. A prediction is
 * counted when it is made, a pair when its outcome comes, later and in any order, into the summary of the prediction's event time;
 * which outcome counts of several, and for how long, is the caller's matter. Summaries of parts merge to the same in any order and
 * split: to the bit, except the quantiles of delays, which are within their error. Not safe for use by several threads.
 */
public sealed interface QualitySummary permits ClassificationSummary, RegressionSummary {
    /** A prediction was made. */
    void predicted();

    /**
     * Adds what a pair is worth to the sum of that name. A value that is NaN, infinite or beyond 1e200 is counted as refused instead.
     *
     * @param name 1 to 64 bytes of UTF-8; at most 8 different ones
     * @throws IllegalArgumentException if it is another one
     */
    void addValue(String name, double value);

    /** What follows from all that was counted. */
    QualityFigures figures();
}
