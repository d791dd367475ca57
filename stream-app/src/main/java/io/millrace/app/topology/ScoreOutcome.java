package io.millrace.app.topology;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;

/** What became of one enriched event at the model. Every event yields exactly one of these. */
public sealed interface ScoreOutcome {

    /**
     * There is a score.
     *
     * @param score         the model's output, or what is said in its place; finite
     * @param scoringNanos  time spent in the model call, in nanoseconds; 0 if it was not asked or gave no answer
     * @param scoredAtMillis wall time of the model call, milliseconds since the epoch
     * @param variant       who gave it
     */
    record Scored(Event event, double score, long scoringNanos, long scoredAtMillis, Variant variant)
            implements ScoreOutcome {
        public Scored {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score must be finite, was " + score);
            }
        }
    }

    /** There is no usable score; the event goes to the dead letters. */
    record Unscored(Verdict.Rejected rejected) implements ScoreOutcome {}
}
