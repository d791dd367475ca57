package io.millrace.app.replay;

import io.millrace.app.explain.Explainer;
import io.millrace.app.explain.ScoredRow;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueGuard.Seen;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives events with all their features a score, a batch at a time, and then its reasons.
 *
 * @param explainer of the same scorer; null if scores have no reasons
 */
record Scoring(Scorer scorer, ValueGuard guard, @Nullable Explainer explainer) implements Consumer<List<Arrival>> {
    @Override
    public void accept(List<Arrival> batch) {
        score(batch);
        if (explainer != null) {
            explain(batch, explainer);
        }
    }

    private void explain(List<Arrival> batch, Explainer explainer) {
        var places = new ArrayList<Integer>();
        var rows = new ArrayList<ScoredRow>();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof Arrival.Scored scored
                    && explainer.asks(scored.score())
                    && look(scored.event()) instanceof Seen.Row row) {
                places.add(i);
                rows.add(new ScoredRow(row.numbers(), row.texts(), scored.score()));
            }
        }
        var reasons = explainer.explain(rows);
        for (int i = 0; i < places.size(); i++) {
            if (batch.get(places.get(i)) instanceof Arrival.Scored scored) {
                batch.set(
                        places.get(i),
                        new Arrival.Scored(
                                scored.event(), scored.score(), reasons.get(i).orElse(null)));
            }
        }
    }

    private void score(List<Arrival> batch) {
        var places = new int[batch.size()];
        int rows = 0;
        for (int i = 0; i < places.length; i++) {
            if (batch.get(i) instanceof Arrival.Accepted accepted) {
                var seen = look(accepted.event());
                if (seen instanceof Seen.Refused refused) {
                    batch.set(i, accepted.refused(refused.reason(), refused.detail()));
                } else if (seen instanceof Seen.Row row) {
                    scorer.put(rows, row.numbers(), row.texts());
                    places[rows++] = i;
                }
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

    private Seen look(Event event) {
        return guard.look(event.row(), event.texts(), ValueGuard.Listener.NONE);
    }

    /** The model refused a batch, and this may be the one row that is the reason. */
    private Arrival alone(Arrival.Accepted accepted) {
        try {
            if (look(accepted.event()) instanceof Seen.Row row) {
                scorer.put(0, row.numbers(), row.texts());
            }
            scorer.run(1);
            return scored(accepted, scorer.score(0));
        } catch (ModelFailedException e) {
            return accepted.refused(RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Arrival scored(Arrival.Accepted accepted, double score) {
        return Double.isFinite(score)
                ? new Arrival.Scored(accepted.event(), score, null)
                : accepted.refused(RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
    }
}
