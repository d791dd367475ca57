package io.millrace.drift.outcome;

import java.util.Locale;

/** What became of a record. */
public enum Fate {
    /** A prediction, counted. */
    PREDICTED,
    /** A prediction of an event that has one already. */
    REPEATED_PREDICTION,
    /** A prediction that came when its window was final. */
    LATE_PREDICTION,
    /** A prediction that cannot be read. */
    UNREADABLE_PREDICTION,
    /** An outcome that waits for its prediction; it has another fate later. */
    EARLY_OUTCOME,
    /** An outcome that met its prediction. */
    PAIRED,
    /** An outcome of an event that has one already. */
    REPEATED_OUTCOME,
    /** An outcome that became known too long after its event, or came when its window was final. */
    LATE_OUTCOME,
    /** An outcome of which no prediction came. */
    NO_PREDICTION,
    /** An outcome that says nothing about an event. */
    UNREADABLE_OUTCOME;

    /** As metrics name it: {@code late-outcome}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
