package io.millrace.app.topology;

import io.millrace.app.explain.Reason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one enriched event at the model. Every event yields exactly one that is not {@link Shadowed}. */
public sealed interface ScoreOutcome {

    /**
     * There is a score.
     *
     * @param score         the model's output, or what is said in its place; finite
     * @param scoringNanos  time spent in the model call, in nanoseconds; 0 if it was not asked or gave no answer
     * @param scoredAtMillis wall time of the model call, milliseconds since the epoch
     * @param by            who gave it
     * @param reasons       which features moved it most, those first; null where nobody asked, or that could not be found out
     */
    record Scored(
            Event event,
            double score,
            long scoringNanos,
            long scoredAtMillis,
            ScoredBy by,
            @Nullable List<Reason> reasons)
            implements ScoreOutcome {
        public Scored {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score must be finite, was " + score);
            }
            reasons = reasons == null ? null : List.copyOf(reasons);
        }

        /** A score without reasons. */
        public Scored(Event event, double score, long scoringNanos, long scoredAtMillis, ScoredBy by) {
            this(event, score, scoringNanos, scoredAtMillis, by, null);
        }

        Scored withReasons(List<Reason> found) {
            return new Scored(event, score, scoringNanos, scoredAtMillis, by, found);
        }
    }

    /** What a version that answers nobody says; the event has an outcome besides. */
    record Shadowed(Scored scored) implements ScoreOutcome {}

    /** There is no usable score; the event goes to the dead letters. */
    record Unscored(Verdict.Rejected rejected) implements ScoreOutcome {}
}
