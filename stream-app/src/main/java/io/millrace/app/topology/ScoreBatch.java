package io.millrace.app.topology;

import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueGuard.Seen;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that are scored together: they are added, and all scored in one call of the model. An event whose values the model must not
 * see is not part of the call, and one that the model gives no score is no trouble of the others. Confined to one thread.
 */
public final class ScoreBatch implements AutoCloseable {
    private final Answers model;
    private final Unanswered otherwise;
    private final ValueGuard guard;
    private final ValueGuard.Listener listener;
    private final ModelRows rows;
    private final List<Refused> refused = new ArrayList<>();

    /** An event that the model must not see, before which there are so many others. */
    private record Refused(int place, ScoreOutcome outcome) {}

    /**
     * An empty batch.
     *
     * @param otherwise what becomes of events that the model gives no score; both are closed with the batch
     */
    ScoreBatch(Answers model, Unanswered otherwise, ValueGuard guard, ValueGuard.Listener listener) {
        this.model = model;
        this.otherwise = otherwise;
        this.guard = guard;
        this.listener = listener;
        this.rows = new ModelRows(model.capacity());
    }

    public boolean isFull() {
        return size() == model.capacity();
    }

    private int size() {
        return rows.size() + refused.size();
    }

    /** Adds an event to a batch that is not full. */
    public void add(Event event) {
        if (guard.passes(event.row(), event.texts())) {
            rows.add(event, event.row(), event.texts());
            return;
        }
        var seen = guard.look(event.row(), event.texts(), listener);
        if (seen instanceof Seen.Row row) {
            rows.add(event, row.numbers(), row.texts());
        } else if (seen instanceof Seen.Refused why) {
            var outcome = Unanswered.refused(event, RejectionReason.VALUE_REFUSED, why.detail());
            refused.add(new Refused(size(), outcome));
        }
    }

    /** Drops all. */
    void clear() {
        rows.clear();
        refused.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    public List<ScoreOutcome> score() {
        var outcomes = model.score(rows, otherwise);
        if (!refused.isEmpty()) {
            outcomes = new ArrayList<>(outcomes);
            for (Refused each : refused) {
                outcomes.add(each.place, each.outcome);
            }
        }
        clear();
        return outcomes;
    }

    @Override
    public void close() {
        model.close();
        otherwise.close();
    }
}
