package io.millrace.app.model;

import ai.onnxruntime.OrtSession;
import java.util.List;

/**
 * How features get into a graph and the score out of it; found once, when the model is loaded.
 *
 * @param inputs every input of the graph
 * @param batch rows of every call of the graph; 0 if it takes any number
 */
record Binding(List<BoundInput> inputs, BoundScore score, int batch) {
    Binding {
        inputs = List.copyOf(inputs);
    }

    /**
     * A scorer for these bindings.
     *
     * @param order for every feature of the model, its place in the rows to come
     */
    Scorer newScorer(OrtSession session, int[] order, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a scorer needs room for a row, not for " + capacity);
        }
        int rows = Scorer.roomFor(capacity, batch);
        return new Scorer(
                session,
                inputs.stream().map(input -> input.rows(order, rows)).toList(),
                score.rows(rows),
                capacity,
                batch);
    }
}
