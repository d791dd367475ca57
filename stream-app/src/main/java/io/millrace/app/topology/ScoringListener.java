package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import java.util.List;

/** Is told what happens on the way, for metrics. Implementations are thread-safe and quick: they run per batch or record. */
public interface ScoringListener {
    /** Hears nothing. */
    ScoringListener NONE = new ScoringListener() {
        @Override
        public void scored(List<ScoreOutcome> batch) {}

        @Override
        public void replaced(String feature) {}

        @Override
        public void cached(int known, int unknown) {}

        @Override
        public void unexplained() {}

        @Override
        public void outlier() {}

        @Override
        public void shadowed(List<Scored> said, int missed) {}

        @Override
        public void refused(String stage, String reason) {}
    };

    /** What became of the events of a batch; those that have a score will be predictions. */
    void scored(List<ScoreOutcome> batch);

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

    /** A row was scored that is an outlier. */
    void outlier();

    /**
     * A shadow was asked about some events, or would have been.
     *
     * @param said its scores
     * @param missed events that it gave no score, or for which it had no time
     */
    void shadowed(List<Scored> said, int missed);

    /** A dead letter was made; stage and reason as {@link Refusal} has them. */
    void refused(String stage, String reason);
}
