package io.millrace.app.model;

import org.jspecify.annotations.Nullable;

/** How features get into a graph and the score out of it; found once, when the model is loaded. */
record Binding(BoundInputs inputs, BoundScore score) {
    /** A scorer for rows that have the model's features in these places. */
    Scorer newScorer(SharedSession session, RowPlaces places, int capacity) {
        return newScorer(session, places, capacity, null);
    }

    /**
     * The same, whose calls may take only so long.
     *
     * @param watchdog ends those that take longer; null for nobody
     */
    Scorer newScorer(SharedSession session, RowPlaces places, int capacity, @Nullable Watchdog watchdog) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a scorer needs room for a row, not for " + capacity);
        }
        int rows = Scorer.roomFor(capacity, inputs.batch());
        return new Scorer(
                session,
                inputs.rows(places, rows),
                score.rows(rows),
                capacity,
                inputs.batch(),
                watchdog == null ? null : watchdog.watch());
    }
}
