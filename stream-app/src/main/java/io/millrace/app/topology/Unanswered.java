package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What becomes of rows that a model gives no score. Confined to one thread. */
@FunctionalInterface
interface Unanswered extends AutoCloseable {
    /** They have none. */
    Unanswered REFUSED = (rows, reason, detail) -> each(rows, event -> refused(event, reason, detail));

    /**
     * One outcome for each row, in their order.
     *
     * @param reason why the model gave none
     */
    List<ScoreOutcome> answer(ModelRows rows, RejectionReason reason, String detail);

    /** All have the same score. */
    static Unanswered constant(double score, ScoredBy by, Clock clock) {
        return (rows, reason, detail) -> each(rows, event -> new Scored(event, score, 0, clock.millis(), by));
    }

    /** Another model is asked; if it gives none either, that is told of both. */
    record ByAnother(Answers other) implements Unanswered {
        @Override
        public List<ScoreOutcome> answer(ModelRows rows, RejectionReason reason, String detail) {
            return other.score(
                    rows, (left, again, why) -> REFUSED.answer(left, reason, detail + "; its fallback: " + why));
        }

        @Override
        public void close() {
            other.close();
        }
    }

    @Override
    default void close() {}

    static ScoreOutcome refused(Event event, RejectionReason reason, String detail) {
        return new Unscored(new Rejected(event.origin(), reason, detail));
    }

    private static List<ScoreOutcome> each(ModelRows rows, Function<Event, ScoreOutcome> outcome) {
        return IntStream.range(0, rows.size())
                .mapToObj(place -> outcome.apply(rows.event(place)))
                .toList();
    }
}
