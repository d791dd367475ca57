package io.millrace.app.topology;

import io.millrace.app.explain.Explanation;
import io.millrace.app.model.OnnxModel;
import org.jspecify.annotations.Nullable;

/**
 * A model in the part that it has. Whoever opened the model closes it.
 *
 * @param explanation how its scores are explained; null if they are not
 */
public record Served(OnnxModel model, ScoredBy by, @Nullable Explanation explanation) {
    /**
     * A model in a part.
     *
     * @param threshold scores at or above it are labelled true
     */
    public static Served as(Variant variant, OnnxModel model, double threshold, @Nullable Explanation explanation) {
        return new Served(model, ScoredBy.of(variant, model.manifest(), threshold), explanation);
    }
}
