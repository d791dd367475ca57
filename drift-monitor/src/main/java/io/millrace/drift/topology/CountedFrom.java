package io.millrace.drift.topology;

/** Where the rows of predictions are counted. */
public enum CountedFrom {
    /** By the monitor, which reads every prediction. */
    PREDICTIONS,
    /** By who scores, as it scores; the monitor reads what was counted, a few messages per commit. */
    SCORING
}
