package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;

/** Is told what happens on the way, for metrics. Implementations are thread-safe and quick: they run per record. */
public interface ScoringListener {

    /** A prediction was made. */
    void scored(Scored scored);

    /** The model was shown another value of a feature than it has. */
    void replaced(String feature);

    /**
     * The cache before the model was asked.
     *
     * @param known rows of which it had the score
     * @param unknown rows of which it had not
     */
    void cached(int known, int unknown);

    /** A score was to have reasons, and none could be found; the prediction is made all the same. */
    void unexplained();

    /** A dead letter was made; stage and reason as {@link Refusal} has them. */
    void refused(String stage, String reason);
}
