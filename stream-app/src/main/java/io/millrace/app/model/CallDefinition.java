package io.millrace.app.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a model is asked on the way of a stream, and what is said in its place.
 *
 * @param deadline of one call
 * @param circuit when it is left alone for a while
 * @param fallback the score of an event that the model gives none; finite, or null if such an event is not scored
 */
public record CallDefinition(
        Duration deadline,
        CircuitDefinition circuit,
        @Nullable Double fallback) {
    public static final Duration LEAST_DEADLINE = Duration.ofMillis(1);

    /** Well within the time after which Kafka takes a task away from a thread that does not come back for more. */
    public static final Duration MOST_DEADLINE = Duration.ofSeconds(30);

    /** Where a pipeline says nothing. */
    public static final CallDefinition DEFAULT =
            new CallDefinition(Duration.ofSeconds(10), CircuitDefinition.DEFAULT, null);

    public CallDefinition {
        if (deadline.compareTo(LEAST_DEADLINE) < 0 || deadline.compareTo(MOST_DEADLINE) > 0) {
            throw new IllegalArgumentException(LEAST_DEADLINE + " to " + MOST_DEADLINE + ", not " + deadline);
        }
        if (fallback != null && !Double.isFinite(fallback)) {
            throw new IllegalArgumentException("a score must be finite, was " + fallback);
        }
    }
}
