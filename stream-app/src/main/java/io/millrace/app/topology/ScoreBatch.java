package io.millrace.app.topology;

import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.Circuit;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events that are scored together: they are added, and all scored in one call of the model. An event whose values the model must not
 * see is not part of the call, and one that the model refuses is no trouble of the others: they are then scored one by one. An
 * event that the model gives no score has the fallback's, if there is one. Confined to one thread.
 */
public final class ScoreBatch {
    private static final String LEFT_ALONE = "the model is left alone for a while: it failed several times in a row";

    private final Scorer scorer;
    private final ValueGuard guard;
    private final ValueGuard.Listener listener;
    private final CallDefinition calls;
    private final Circuit circuit;
    private final Clock clock;
    private final List<Looked> events;

    /** An event, and what the model may see of it. */
    private record Looked(Event event, Seen seen) {}

    /** @param scorer stays the caller's to close */
    public ScoreBatch(
            Scorer scorer, ValueGuard guard, ValueGuard.Listener listener, CallDefinition calls, Clock clock) {
        this.scorer = scorer;
        this.guard = guard;
        this.listener = listener;
        this.calls = calls;
        this.circuit = new Circuit(calls.circuit());
        this.clock = clock;
        this.events = new ArrayList<>(scorer.capacity());
    }

    public boolean isFull() {
        return events.size() == scorer.capacity();
    }

    /** Adds an event to a batch that is not full. */
    public void add(Event event) {
        events.add(new Looked(event, guard.look(event.row(), event.texts(), listener)));
    }

    /** Drops all. */
    void clear() {
        events.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    public List<ScoreOutcome> score() {
        var outcomes = score(events);
        events.clear();
        return outcomes;
    }

    private List<ScoreOutcome> score(List<Looked> together) {
        if (circuit.isOpen(clock.millis())) {
            return each(together, event -> unanswered(event, RejectionReason.MODEL_FAILED, LEFT_ALONE));
        }
        long startNanos = System.nanoTime();
        int rows = put(together);
        try {
            if (rows > 0) {
                scorer.run(rows);
                circuit.succeeded();
            }
        } catch (ModelFailedException e) {
            if (e.isOverdue() || calls.fallback() != null) {
                circuit.failed(clock.millis());
            }
            return rows == 1
                    ? each(together, event -> unanswered(event, RejectionReason.MODEL_FAILED, e.getMessage()))
                    : oneByOne(together);
        }
        long nanosEach = rows == 0 ? 0 : (System.nanoTime() - startNanos) / rows;
        var row = new AtomicInteger();
        return each(together, event -> answered(event, scorer.score(row.getAndIncrement()), nanosEach));
    }

    private List<ScoreOutcome> oneByOne(List<Looked> together) {
        return together.stream().flatMap(each -> score(List.of(each)).stream()).toList();
    }

    /** What becomes of each event, in their order: those that are not refused as is said. */
    private static List<ScoreOutcome> each(List<Looked> together, Function<Event, ScoreOutcome> shown) {
        var outcomes = new ArrayList<ScoreOutcome>(together.size());
        for (Looked each : together) {
            outcomes.add(
                    each.seen instanceof Seen.Refused refused
                            ? unscored(each.event, RejectionReason.VALUE_REFUSED, refused.detail())
                            : shown.apply(each.event));
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

    private ScoreOutcome answered(Event event, double score, long scoringNanos) {
        return Double.isFinite(score)
                ? new Scored(event, score, scoringNanos, clock.millis(), Variant.CHAMPION)
                : unanswered(event, RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
    }

    private ScoreOutcome unanswered(Event event, RejectionReason reason, @Nullable String detail) {
        var fallback = calls.fallback();
        return fallback == null
                ? unscored(event, reason, String.valueOf(detail))
                : new Scored(event, fallback, 0, clock.millis(), Variant.FALLBACK);
    }

    private static Unscored unscored(Event event, RejectionReason reason, String detail) {
        return new Unscored(new Rejected(event.origin(), reason, detail));
    }
}
