package io.millrace.drift.detect;

/** What a detector says after a value. */
public enum Signal {
    NONE,
    /** Drift may be coming; DDM and EDDM alone warn, and go on warning until it has passed. */
    WARNING,
    /** The values have changed. The detector begins anew with the next one. */
    DRIFT
}
