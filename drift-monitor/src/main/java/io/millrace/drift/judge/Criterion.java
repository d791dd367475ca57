package io.millrace.drift.judge;

/** What a challenger may be rolled back for. */
public enum Criterion {
    /** Its share of rows without a usable score, against the champion's. */
    ERRORS("errors"),
    /** Its slow calls, against the champion's: see {@link JudgeSettings#maxLatency}. */
    LATENCY("latency"),
    /** The distance of the distributions of scores (Kolmogorov's). */
    SCORES("scores"),
    /** Events that both scored and labelled differently. */
    LABELS("labels"),
    /** Its mean loss, against the champion's. */
    QUALITY("quality"),
    /** A guard rail: its share of rows without a usable score, against a limit. */
    GUARD_ERRORS("guard-errors"),
    /** A guard rail: its p99 latency, against a limit. */
    GUARD_LATENCY("guard-latency"),
    /** A guard rail: its scores, against the champion's distribution of before the trial. */
    GUARD_SCORES("guard-scores"),
    /** No evidence either way in the time that was given. */
    UNDECIDED("undecided");

    private final String text;

    Criterion(String text) {
        this.text = text;
    }

    /** As people read and write it, in kebab-case. */
    public String text() {
        return text;
    }
}
