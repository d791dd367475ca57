package io.millrace.app.topology;

import io.millrace.app.explain.Explanation;
import io.millrace.app.model.OnnxModel;
import org.jspecify.annotations.Nullable;

/**
 * A model in the part that it has. Whoever opened the model closes it.
 *
 * @param explanation how its scores are explained; null if they are not
 */
public record Served(OnnxModel model, ScoredBy by, @Nullable Explanation explanation) {}
