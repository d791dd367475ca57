package io.millrace.drift.retraining;

import java.time.Duration;
import java.util.ArrayList;

/**
 * Asks for a model to be trained anew when enough alerts stand at the end of a window, and then not again for a while, whether they still stand
 * or not.
 *
 * @param alerts how many must stand; at least 1
 * @param history of how much event time, up to the end of the window that asks, the training set is made; positive
 * @param coolDown event time after a request in which there is no other; not negative
 */
public record RetrainingRule(int alerts, Duration history, Duration coolDown) {
    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public RetrainingRule {
        var problems = new ArrayList<String>();
        if (alerts < 1) {
            problems.add("at least one alert must stand, was " + alerts);
        }
        if (history.toMillis() < 1) {
            problems.add("a training set is made of at least 1 ms, was " + history);
        }
        if (coolDown.isNegative()) {
            problems.add("the time until the next request must not be negative, was " + coolDown);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /**
     * Whether a model is asked for.
     *
     * @param state when all alerts of a window are in it
     * @param windowEndMillis end of that window
     */
    public boolean asks(RetrainingState state, long windowEndMillis) {
        return state.standing().size() >= alerts
                && (state.requestedMillis() == RetrainingState.NEVER
                        || windowEndMillis - state.requestedMillis() >= coolDown.toMillis());
    }

    /** First event time of the training set, inclusive. */
    public long fromMillis(long windowEndMillis) {
        return Math.max(0, windowEndMillis - history.toMillis());
    }
}
