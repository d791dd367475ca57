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
 * How the models of a pipeline are asked, whichever they are, and who gives scores in their place. Whoever opened the watchdog closes it, after
 * everything that asks.
 *
 * @param watchdog ends calls that are overdue
 * @param values what a model may see of a row
 * @param batch how rows are gathered
 * @param calls when a model is left alone
 * @param cache of the scores that they gave, shared by all; null if they are asked every time
 * @param watchers of their calls
 */
public record Asking(
        Watchdog watchdog,
        ValueGuard values,
        BatchDefinition batch,
        CallDefinition calls,
        Fallback fallback,
        @Nullable ScoreCache cache,
        CallWatch.Watchers watchers) {
    /** The same with nobody who watches. */
    public Asking(
            Watchdog watchdog,
            ValueGuard values,
            BatchDefinition batch,
            CallDefinition calls,
            Fallback fallback,
            @Nullable ScoreCache cache) {
        this(watchdog, values, batch, calls, fallback, cache, CallWatch.Watchers.NONE);
    }

    /**
     * A batch of one task's, to be closed by it.
     *
     * @param rows most of them, 1 or more
     * @param passage tells who scores; closed with the batch
     */
    public ScoreBatch newBatch(int rows, Routing.Passage passage, ScoringListener listener, Clock clock) {
        var versions = new VersionAnswers(rows, served -> explained(served, rows, listener, clock));
        return new ScoreBatch(
                rows, passage, versions, unanswered(rows, clock), values, new ShadowBudget(calls.deadline()), listener);
    }

    /** All reasons of a batch together take no longer than one call of the model may, and the call that is being made then. */
    private Answers explained(Served served, int rows, ScoringListener listener, Clock clock) {
        var answers = cached(served, rows, listener, clock);
        var explanation = served.explanation();
        if (explanation == null || served.by().variant() == Variant.SHADOW) {
            return answers;
        }
        var scorer = served.model().newScorer(rows, watchdog);
        var explainer = explanation.newExplainer(scorer, calls.deadline());
        return new ExplainedAnswers(answers, served.by(), explainer, scorer, listener::unexplained);
    }

    private Answers cached(Served served, int rows, ScoringListener listener, Clock clock) {
        boolean hasFallback = !fallback.equals(Fallback.NOBODY);
        var asked = answers(served.model(), rows, served.by(), hasFallback, clock);
        return cache == null ? asked : new CachedAnswers(asked, cache, listener, clock);
    }

    private Unanswered unanswered(int rows, Clock clock) {
        if (fallback instanceof Fallback.Constant constant) {
            return Unanswered.constant(constant.score(), constant.by(), clock);
        }
        if (fallback instanceof Fallback.Lighter lighter) {
            return new Unanswered.ByAnother(answers(lighter.model(), rows, lighter.by(), false, clock));
        }
        return Unanswered.REFUSED;
    }

    private ModelAnswers answers(OnnxModel asked, int rows, ScoredBy by, boolean mindsRefusals, Clock clock) {
        return new ModelAnswers(
                asked.newScorer(rows, watchdog),
                by,
                new Circuit(calls.circuit()),
                mindsRefusals,
                watchers.of(by),
                clock);
    }
}
