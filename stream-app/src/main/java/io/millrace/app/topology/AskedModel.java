package io.millrace.app.topology;

import io.millrace.app.explain.Explanation;
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
 * @param explanation how its scores are explained; null if they are not
 */
public record AskedModel(
        OnnxModel model,
        Watchdog watchdog,
        ValueGuard values,
        BatchDefinition batch,
        CallDefinition calls,
        Fallback fallback,
        @Nullable ScoreCache cache,
        @Nullable Explanation explanation) {
    /**
     * A batch of one task's, to be closed by it.
     *
     * @param rows most of them, 1 or more
     */
    public ScoreBatch newBatch(int rows, ScoringListener listener, Clock clock) {
        return new ScoreBatch(explained(rows, listener, clock), unanswered(rows, clock), values, listener::replaced);
    }

    /** All reasons of a batch together take no longer than one call of the model may, and the call that is being made then. */
    private Answers explained(int rows, ScoringListener listener, Clock clock) {
        var answers = cached(rows, listener, clock);
        if (explanation == null) {
            return answers;
        }
        var scorer = model.newScorer(rows, watchdog);
        var explainer = explanation.newExplainer(scorer, calls.deadline());
        return new ExplainedAnswers(answers, explainer, scorer, listener::unexplained);
    }

    private Answers cached(int rows, ScoringListener listener, Clock clock) {
        boolean hasFallback = !fallback.equals(Fallback.NOBODY);
        var asked = answers(model, rows, Variant.CHAMPION, hasFallback, clock);
        return cache == null
                ? asked
                : new CachedAnswers(asked, cache, model.manifest().sha256(), listener, clock);
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
