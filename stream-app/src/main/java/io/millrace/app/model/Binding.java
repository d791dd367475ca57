package io.millrace.app.model;

import ai.onnxruntime.OrtSession;

/** How features get into a graph and the score out of it; found once, when the model is loaded. */
record Binding(BoundInputs inputs, BoundScore score) {
    /** A scorer for rows that have the model's features in these places. */
    Scorer newScorer(OrtSession session, RowPlaces places, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a scorer needs room for a row, not for " + capacity);
        }
        int rows = Scorer.roomFor(capacity, inputs.batch());
        return new Scorer(session, inputs.rows(places, rows), score.rows(rows), capacity, inputs.batch());
    }
}
