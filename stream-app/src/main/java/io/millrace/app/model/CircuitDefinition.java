package io.millrace.app.model;

import java.time.Duration;

/**
 * When a model is not asked for a while.
 *
 * @param failures calls in a row that fail before it is left alone
 * @param retry how long; then one call tries again
 */
public record CircuitDefinition(int failures, Duration retry) {
    public static final int MOST_FAILURES = 1_000_000;
    public static final Duration LEAST_RETRY = Duration.ofMillis(10);
    public static final Duration MOST_RETRY = Duration.ofHours(1);

    /** Where a pipeline says nothing. */
    public static final CircuitDefinition DEFAULT = new CircuitDefinition(5, Duration.ofSeconds(30));

    public CircuitDefinition {
        if (failures < 1 || failures > MOST_FAILURES) {
            throw new IllegalArgumentException("1 to " + MOST_FAILURES + " failures, not " + failures);
        }
        if (retry.compareTo(LEAST_RETRY) < 0 || retry.compareTo(MOST_RETRY) > 0) {
            throw new IllegalArgumentException(LEAST_RETRY + " to " + MOST_RETRY + ", not " + retry);
        }
    }
}
