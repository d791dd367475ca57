package io.millrace.drift.judge;

/** What must be shown of a challenger before it is promoted. */
public enum Goal {
    /** Its mean loss is lower than the champion's, by more than the margin. */
    BETTER,
    /** Its mean loss is not higher than the champion's by the margin or more (non-inferiority). */
    NO_WORSE,
    /**
     * For pipelines without outcomes: its errors, latency, scores and labels differ from the champion's by less than what is
     * tolerated, each of them. It says nothing about quality.
     */
    ALIKE
}
