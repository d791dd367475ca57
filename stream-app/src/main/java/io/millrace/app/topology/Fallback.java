package io.millrace.app.topology;

import io.millrace.app.model.OnnxModel;

/** Who gives events a score that the model gives none. */
public sealed interface Fallback {
    /** Nobody: such events are dead letters. */
    Fallback NOBODY = new Nobody();

    record Nobody() implements Fallback {}

    /**
     * The same score always.
     *
     * @param score of all of them; finite
     * @param by what predictions say of it
     */
    record Constant(double score, ScoredBy by) implements Fallback {
        public Constant {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score must be finite, was " + score);
            }
        }
    }

    /**
     * Another model, as a rule a lighter one. Where it gives no score either, the event is a dead letter.
     *
     * @param model whoever opened it closes it, after everything that asks
     * @param by what predictions say of it
     */
    record Lighter(OnnxModel model, ScoredBy by) implements Fallback {}
}
