package io.millrace.app.topology;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueGuard.Seen;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that are scored together: they are added, and all scored in one call of the model. An event whose values the model must not
 * see is not part of the call, and one that the model refuses is no trouble of the others: they are then scored one by one.
 * Confined to one thread.
 */
final class ScoreBatch {
    private final Scorer scorer;
    private final ValueGuard guard;
    private final ValueGuard.Listener listener;
    private final Clock clock;
    private final List<Looked> events;

    /** An event, and what the model may see of it. */
    private record Looked(Event event, Seen seen) {}

    /** @param scorer stays the caller's to close */
    ScoreBatch(Scorer scorer, ValueGuard guard, ValueGuard.Listener listener, Clock clock) {
        this.scorer = scorer;
        this.guard = guard;
        this.listener = listener;
        this.clock = clock;
        this.events = new ArrayList<>(scorer.capacity());
    }

    boolean isFull() {
        return events.size() == scorer.capacity();
    }

    /** Adds an event to a batch that is not full. */
    void add(Event event) {
        events.add(new Looked(event, guard.look(event.row(), event.texts(), listener)));
    }

    /** Drops all. */
    void clear() {
        events.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    List<ScoreOutcome> score() {
        var outcomes = score(events);
        events.clear();
        return outcomes;
    }

    private List<ScoreOutcome> score(List<Looked> together) {
        var outcomes = new ArrayList<ScoreOutcome>(together.size());
        long startNanos = System.nanoTime();
        int rows = put(together);
        try {
            if (rows > 0) {
                scorer.run(rows);
            }
        } catch (ModelFailedException e) {
            if (together.size() == 1) {
                return List.of(
                        unscored(together.get(0).event, RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage())));
            }
            together.forEach(each -> outcomes.addAll(score(List.of(each))));
            return outcomes;
        }
        long nanosEach = rows == 0 ? 0 : (System.nanoTime() - startNanos) / rows;
        long atMillis = clock.millis();
        int row = 0;
        for (Looked each : together) {
            outcomes.add(
                    each.seen instanceof Seen.Refused refused
                            ? unscored(each.event, RejectionReason.VALUE_REFUSED, refused.detail())
                            : outcome(each.event, scorer.score(row++), nanosEach, atMillis));
        }
        return outcomes;
    }

    private int put(List<Looked> together) {
        int rows = 0;
        for (Looked each : together) {
            if (each.seen instanceof Seen.Row row) {
                scorer.put(rows++, row.numbers(), row.texts());
            }
        }
        return rows;
    }

    private static ScoreOutcome outcome(Event event, double score, long scoringNanos, long atMillis) {
        return Double.isFinite(score)
                ? new Scored(event, score, scoringNanos, atMillis)
                : unscored(event, RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
    }

    private static Unscored unscored(Event event, RejectionReason reason, String detail) {
        return new Unscored(new Rejected(event.origin(), reason, detail));
    }
}
