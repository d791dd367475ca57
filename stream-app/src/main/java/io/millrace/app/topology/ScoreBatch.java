package io.millrace.app.topology;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that are scored together: they are added, and all scored in one call of the model. An event that the model refuses is
 * no trouble of the others: they are then scored one by one. Confined to one thread.
 */
final class ScoreBatch {
    private final Scorer scorer;
    private final Clock clock;
    private final List<Event> events;

    /** @param scorer stays the caller's to close */
    ScoreBatch(Scorer scorer, Clock clock) {
        this.scorer = scorer;
        this.clock = clock;
        this.events = new ArrayList<>(scorer.capacity());
    }

    boolean isFull() {
        return events.size() == scorer.capacity();
    }

    /** Adds an event to a batch that is not full. */
    void add(Event event) {
        scorer.put(events.size(), event.row(), event.texts());
        events.add(event);
    }

    /** Drops all. */
    void clear() {
        events.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    List<ScoreOutcome> score() {
        if (events.isEmpty()) {
            return List.of();
        }
        var outcomes = new ArrayList<ScoreOutcome>(events.size());
        long startNanos = System.nanoTime();
        try {
            scorer.run(events.size());
            long nanosEach = (System.nanoTime() - startNanos) / events.size();
            long atMillis = clock.millis();
            for (int i = 0; i < events.size(); i++) {
                outcomes.add(outcome(events.get(i), scorer.score(i), nanosEach, atMillis));
            }
        } catch (ModelFailedException e) {
            if (events.size() == 1) {
                outcomes.add(unscored(events.get(0), RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage())));
            } else {
                outcomes.addAll(oneByOne());
            }
        }
        events.clear();
        return outcomes;
    }

    private List<ScoreOutcome> oneByOne() {
        var each = List.copyOf(events);
        var outcomes = new ArrayList<ScoreOutcome>(each.size());
        for (Event event : each) {
            events.clear();
            add(event);
            outcomes.addAll(score());
        }
        return outcomes;
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
