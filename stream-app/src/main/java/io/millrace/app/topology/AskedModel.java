package io.millrace.app.topology;

import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.Circuit;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A model, how it is asked, and who gives scores in its place. Whoever opened models and watchdog closes them, after everything that
 * asks.
 *
 * @param watchdog ends calls that are overdue
 * @param values what it may see of a row
 * @param batch how rows are gathered
 * @param calls when it is left alone
 * @param cache of the scores that it gave, shared with others; null if it is asked every time
 */
public record AskedModel(
        OnnxModel model,
        Watchdog watchdog,
        ValueGuard values,
        BatchDefinition batch,
        CallDefinition calls,
        Fallback fallback,
        @Nullable ScoreCache cache) {
    /**
     * A batch of one task's, to be closed by it.
     *
     * @param rows most of them, 1 or more
     */
    ScoreBatch newBatch(int rows, ScoringListener listener, Clock clock) {
        boolean hasFallback = !fallback.equals(Fallback.NOBODY);
        var asked = answers(model, rows, Variant.CHAMPION, hasFallback, clock);
        var digest = model.manifest().sha256();
        return new ScoreBatch(
                cache == null ? asked : new CachedAnswers(asked, cache, digest, listener, clock),
                unanswered(rows, clock),
                values,
                listener::replaced);
    }

    private Unanswered unanswered(int rows, Clock clock) {
        if (fallback instanceof Fallback.Constant constant) {
            return Unanswered.constant(constant.score(), clock);
        }
        if (fallback instanceof Fallback.Lighter lighter) {
            return new Unanswered.ByAnother(answers(lighter.model(), rows, Variant.FALLBACK, false, clock));
        }
        return Unanswered.REFUSED;
    }

    private ModelAnswers answers(OnnxModel asked, int rows, Variant variant, boolean mindsRefusals, Clock clock) {
        return new ModelAnswers(
                asked.newScorer(rows, watchdog), variant, new Circuit(calls.circuit()), mindsRefusals, clock);
    }
}
