package io.millrace.app.replay;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.enrich.contract.RejectionReason;
import java.util.List;
import java.util.function.Consumer;

/** Gives events with all their features a score, a batch at a time. */
record Scoring(Scorer scorer) implements Consumer<List<Arrival>> {
    @Override
    public void accept(List<Arrival> batch) {
        var places = new int[batch.size()];
        int rows = 0;
        for (int i = 0; i < places.length; i++) {
            if (batch.get(i) instanceof Arrival.Accepted accepted) {
                put(rows, accepted);
                places[rows++] = i;
            }
        }
        if (rows == 0) {
            return;
        }
        try {
            scorer.run(rows);
        } catch (ModelFailedException e) {
            batch.replaceAll(arrival -> arrival instanceof Arrival.Accepted accepted ? alone(accepted) : arrival);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int place = places[row];
            if (batch.get(place) instanceof Arrival.Accepted accepted) {
                batch.set(place, scored(accepted, scorer.score(row)));
            }
        }
    }

    private void put(int position, Arrival.Accepted accepted) {
        scorer.put(position, accepted.event().row(), accepted.event().texts());
    }

    /** The model refused a batch, and this may be the one row that is the reason. */
    private Arrival alone(Arrival.Accepted accepted) {
        try {
            put(0, accepted);
            scorer.run(1);
            return scored(accepted, scorer.score(0));
        } catch (ModelFailedException e) {
            return accepted.refused(RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Arrival scored(Arrival.Accepted accepted, double score) {
        return Double.isFinite(score)
                ? new Arrival.Scored(accepted.event(), score)
                : accepted.refused(RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
    }
}
