package io.millrace.app.pipeline;

import io.millrace.app.explain.Explanation;
import io.millrace.app.gate.GateLimits;
import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.OutlierWatch;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.ValueGuard;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model a pipeline scores with.
 *
 * @param folder holds the manifest and the ONNX file
 * @param manifest as it was read from there
 * @param score which number of the model's answer is the score
 * @param threshold scores at or above it are labelled true; finite, and of a probability in (0, 1)
 * @param batch how rows are gathered on the way of a stream
 * @param values what it may see of a row
 * @param outliers which rows lie outside; null if nobody asks
 * @param calls how it is asked on the way of a stream
 * @param cachedRows most rows of which the score is remembered; 0 for none
 * @param fallback who scores in its place; null if nobody does
 * @param explanation how its scores are explained; null if nobody asks
 * @param limits within which models of this pipeline are tried
 */
public record ModelReference(
        Path folder,
        ModelManifest manifest,
        ScoreOutput score,
        double threshold,
        BatchDefinition batch,
        ValueGuard values,
        @Nullable OutlierWatch outliers,
        CallDefinition calls,
        long cachedRows,
        @Nullable FallbackReference fallback,
        @Nullable Explanation explanation,
        GateLimits limits) {
    public ModelReference {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is no number: " + threshold);
        }
    }

    /** The same, with another threshold. */
    public ModelReference withThreshold(double other) {
        return new ModelReference(
                folder,
                manifest,
                score,
                other,
                batch,
                values,
                outliers,
                calls,
                cachedRows,
                fallback,
                explanation,
                limits);
    }

    /** The same, where nobody asks for reasons. */
    public ModelReference withoutReasons() {
        return new ModelReference(
                folder, manifest, score, threshold, batch, values, outliers, calls, cachedRows, fallback, null, limits);
    }

    /**
     * Loads and proves the model in this process; the caller closes it. Its bytes have the digest of the manifest that was
     * admitted when the pipeline was read, and so are those the gate has tried.
     *
     * @param features the pipeline's features, in the order of its rows; empty if they are not known, and not compared
     */
    OnnxModel open(Optional<List<Feature>> features) throws InvalidModelException {
        return features.isPresent()
                ? OnnxModel.open(folder, manifest, score, features.get())
                : OnnxModel.open(folder, manifest, score);
    }
}
