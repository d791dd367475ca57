package io.millrace.app.replay;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.enrich.contract.RejectionReason;
import java.util.function.Function;

/** Gives events with all their features a score. */
record Scoring(Scorer scorer) implements Function<Arrival, Arrival> {
    @Override
    public Arrival apply(Arrival arrival) {
        return arrival instanceof Arrival.Accepted accepted ? scored(accepted) : arrival;
    }

    private Arrival scored(Arrival.Accepted accepted) {
        try {
            double score = scorer.score(accepted.event().row());
            return Double.isFinite(score)
                    ? new Arrival.Scored(accepted.event(), score)
                    : accepted.refused(RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
        } catch (ModelFailedException e) {
            return accepted.refused(RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
    }
}
