package io.millrace.app.topology;

import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;

/**
 * A model and how it is asked. Whoever opened model and watchdog closes them, after everything that asks.
 *
 * @param watchdog ends calls that are overdue
 * @param values what it may see of a row
 * @param batch how rows are gathered
 * @param calls when it is left alone, and what is said in its place
 */
public record AskedModel(
        OnnxModel model, Watchdog watchdog, ValueGuard values, BatchDefinition batch, CallDefinition calls) {
    Scorer newScorer(int capacity) {
        return model.newScorer(capacity, watchdog);
    }
}
