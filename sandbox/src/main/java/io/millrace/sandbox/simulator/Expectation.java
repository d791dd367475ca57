package io.millrace.sandbox.simulator;

/** What a pipeline is expected to do with a simulated event, so that an independent checker can count. */
public enum Expectation {
    /** Exactly one prediction. */
    ACCEPT,
    /** A dead letter: it comes after its key's stream has moved on by more than the lateness. */
    LATE,
    /** A dead letter: the same bytes were delivered shortly before. */
    DUPLICATE,
    /** A dead letter: its bytes cannot be read. */
    MALFORMED
}
