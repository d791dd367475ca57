package io.millrace.app.topology;

import io.millrace.app.explain.Reason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one enriched event at the model. Every event yields exactly one of these. */
public sealed interface ScoreOutcome {

    /**
     * There is a score.
     *
     * @param score         the model's output, or what is said in its place; finite
     * @param scoringNanos  time spent in the model call, in nanoseconds; 0 if it was not asked or gave no answer
     * @param scoredAtMillis wall time of the model call, milliseconds since the epoch
     * @param variant       who gave it
     * @param reasons       which features moved it most, those first; null where nobody asked, or that could not be found out
     */
    record Scored(
            Event event,
            double score,
            long scoringNanos,
            long scoredAtMillis,
            Variant variant,
            @Nullable List<Reason> reasons)
            implements ScoreOutcome {
        public Scored {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score must be finite, was " + score);
            }
            reasons = reasons == null ? null : List.copyOf(reasons);
        }

        /** A score without reasons. */
        public Scored(Event event, double score, long scoringNanos, long scoredAtMillis, Variant variant) {
            this(event, score, scoringNanos, scoredAtMillis, variant, null);
        }

        Scored withReasons(List<Reason> found) {
            return new Scored(event, score, scoringNanos, scoredAtMillis, variant, found);
        }
    }

    /** There is no usable score; the event goes to the dead letters. */
    record Unscored(Verdict.Rejected rejected) implements ScoreOutcome {}
}
