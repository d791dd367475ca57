package io.millrace.benchmarks.monitor;

import java.util.Locale;

/** What runs in the process. */
public enum Contender {
    /** The role score alone. */
    SCORING("scoring"),
    /** The roles score and monitor. */
    MONITORED("scoring and monitor"),
    /** The same, where the monitor has rows counted as they are scored. */
    COUNTED("scoring and monitor, counted as scored"),
    /** Scoring, which counts rows for a monitor that runs elsewhere. */
    TOLD("scoring, counted as scored"),
    /** Scoring, and an application like the monitor that reads the predictions and does nothing with them. */
    READ("scoring, predictions read"),
    /** The same, with what the monitor needs of each prediction decoded. */
    DECODED("scoring, predictions decoded");

    private final String text;

    Contender(String text) {
        this.text = text;
    }

    /** Whether rows are counted as they are scored. */
    boolean isCounted() {
        return this == COUNTED || this == TOLD;
    }

    /** Whether a second application runs beside scoring. */
    boolean hasThreadsOfItsOwn() {
        return this != SCORING && this != TOLD;
    }

    /** Whether the monitor runs. */
    boolean isMonitored() {
        return this == MONITORED || this == COUNTED;
    }

    /** As reports call it. */
    String text() {
        return text;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
