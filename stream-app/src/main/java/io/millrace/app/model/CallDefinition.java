package io.millrace.app.model;

import java.time.Duration;

/**
 * How a model is asked on the way of a stream.
 *
 * @param deadline of one call
 * @param circuit when it is left alone for a while
 */
public record CallDefinition(Duration deadline, CircuitDefinition circuit) {
    public static final Duration LEAST_DEADLINE = Duration.ofMillis(1);

    /** Well within the time after which Kafka takes a task away from a thread that does not come back for more. */
    public static final Duration MOST_DEADLINE = Duration.ofSeconds(30);

    /** Where a pipeline says nothing. */
    public static final CallDefinition DEFAULT = new CallDefinition(Duration.ofSeconds(10), CircuitDefinition.DEFAULT);

    public CallDefinition {
        if (deadline.compareTo(LEAST_DEADLINE) < 0 || deadline.compareTo(MOST_DEADLINE) > 0) {
            throw new IllegalArgumentException(LEAST_DEADLINE + " to " + MOST_DEADLINE + ", not " + deadline);
        }
    }
}
