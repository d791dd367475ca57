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
final class ScoreBatch implements AutoCloseable {
    private final Answers model;
    private final Unanswered otherwise;
    private final ValueGuard guard;
    private final ValueGuard.Listener listener;
    private final List<ModelRow> rows;
    private final List<Looked> events;

    /** An event, and what the model may see of it. */
    private record Looked(Event event, Seen seen) {}

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
        this.rows = new ArrayList<>(model.capacity());
        this.events = new ArrayList<>(model.capacity());
    }

    boolean isFull() {
        return events.size() == model.capacity();
    }

    /** Adds an event to a batch that is not full. */
    void add(Event event) {
        var seen = guard.look(event.row(), event.texts(), listener);
        events.add(new Looked(event, seen));
        if (seen instanceof Seen.Row row) {
            rows.add(new ModelRow(event, row.numbers(), row.texts()));
        }
    }

    /** Drops all. */
    void clear() {
        events.clear();
        rows.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    List<ScoreOutcome> score() {
        var answers = model.score(rows, otherwise).iterator();
        var outcomes = new ArrayList<ScoreOutcome>(events.size());
        for (Looked each : events) {
            outcomes.add(
                    each.seen instanceof Seen.Refused refused
                            ? Unanswered.refused(each.event, RejectionReason.VALUE_REFUSED, refused.detail())
                            : answers.next());
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
