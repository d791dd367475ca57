package io.millrace.app.topology;

import io.millrace.app.explain.Explainer;
import io.millrace.app.explain.Explanation;
import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * A model and how it is asked. Whoever opened model and watchdog closes them, after everything that asks.
 *
 * @param watchdog ends calls that are overdue
 * @param values what it may see of a row
 * @param batch how rows are gathered
 * @param calls when it is left alone, and what is said in its place
 * @param explanation how its scores are explained; null if they are not
 */
public record AskedModel(
        OnnxModel model,
        Watchdog watchdog,
        ValueGuard values,
        BatchDefinition batch,
        CallDefinition calls,
        @Nullable Explanation explanation) {
    Scorer newScorer(int capacity) {
        return model.newScorer(capacity, watchdog);
    }

    /** Null if scores are not explained. All reasons of a batch together take no longer than one call of the model may. */
    @Nullable
    Explainer newExplainer(Scorer scorer) {
        return explanation == null ? null : explanation.newExplainer(scorer, calls.deadline());
    }
}
