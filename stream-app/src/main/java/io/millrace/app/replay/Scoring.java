package io.millrace.app.replay;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.enrich.contract.RejectionReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Gives events with their features a score. Confined to one thread, as its scorer is. */
final class Scoring implements Iterator<List<Arrival>> {
    private final Iterator<List<Arrival>> batches;
    private final Scorer scorer;

    Scoring(Iterator<List<Arrival>> batches, Scorer scorer) {
        this.batches = batches;
        this.scorer = scorer;
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public List<Arrival> next() {
        var batch = batches.next();
        var scored = new ArrayList<Arrival>(batch.size());
        for (var arrival : batch) {
            scored.add(arrival instanceof Arrival.Accepted accepted ? scored(accepted) : arrival);
        }
        return scored;
    }

    private Arrival scored(Arrival.Accepted arrival) {
        try {
            double score = scorer.score(arrival.event().row());
            return Double.isFinite(score)
                    ? new Arrival.Scored(arrival.event(), score)
                    : refused(arrival, RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
        } catch (ModelFailedException e) {
            return refused(arrival, RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Arrival refused(Arrival.Accepted arrival, RejectionReason reason, String detail) {
        var place = arrival.event().origin();
        return new Arrival.Refused(
                new BadRow(place.topic(), place.offset(), reason.code(), detail), arrival.timeMillis());
    }
}
