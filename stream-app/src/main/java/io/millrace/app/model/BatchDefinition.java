package io.millrace.app.model;

import java.time.Duration;

/**
 * How many rows a task may gather for one call of the model, and how long the first of them may wait for the others.
 *
 * @param rows 1 scores every row by itself
 * @param longestWait looked at between two polls, so it may become a few milliseconds more
 */
public record BatchDefinition(int rows, Duration longestWait) {
    public static final int MOST_ROWS = 1024;
    public static final Duration LEAST_WAIT = Duration.ofMillis(1);
    public static final Duration MOST_WAIT = Duration.ofSeconds(10);

    /** Where a pipeline says nothing. */
    public static final BatchDefinition DEFAULT = new BatchDefinition(64, Duration.ofMillis(5));

    public BatchDefinition {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("1 to " + MOST_ROWS + " rows, not " + rows);
        }
        if (longestWait.compareTo(LEAST_WAIT) < 0 || longestWait.compareTo(MOST_WAIT) > 0) {
            throw new IllegalArgumentException(LEAST_WAIT + " to " + MOST_WAIT + ", not " + longestWait);
        }
    }
}
