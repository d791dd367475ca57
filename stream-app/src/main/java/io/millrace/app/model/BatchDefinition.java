package io.millrace.app.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a task may gather for one call of the model, and how long the first of them may wait for the others.
 *
 * @param rows 1 scores every row by itself
 * @param ownWait looked at between two polls, so it may become a few milliseconds more; null for what the application is tuned for
 */
public record BatchDefinition(int rows, @Nullable Duration ownWait) {
    public static final int MOST_ROWS = 1024;
    public static final Duration LEAST_WAIT = Duration.ofMillis(1);
    public static final Duration MOST_WAIT = Duration.ofSeconds(10);

    /** Where a pipeline says nothing. */
    public static final BatchDefinition DEFAULT = new BatchDefinition(64, null);

    private static final Duration UNTUNED = Duration.ofMillis(5);

    public BatchDefinition {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("1 to " + MOST_ROWS + " rows, not " + rows);
        }
        if (ownWait != null && (ownWait.compareTo(LEAST_WAIT) < 0 || ownWait.compareTo(MOST_WAIT) > 0)) {
            throw new IllegalArgumentException(LEAST_WAIT + " to " + MOST_WAIT + ", not " + ownWait);
        }
    }

    /** How long the first row may wait; 5 milliseconds if nobody says. */
    public Duration longestWait() {
        return ownWait == null ? UNTUNED : ownWait;
    }

    /** The same, waiting that long where it does not say how long. */
    public BatchDefinition orWaiting(Duration usual) {
        return ownWait == null ? new BatchDefinition(rows, usual) : this;
    }
}
