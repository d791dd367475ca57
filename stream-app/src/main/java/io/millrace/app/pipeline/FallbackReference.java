package io.millrace.app.pipeline;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.ScoreOutput;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.List;

/** Who scores in place of a pipeline's model. */
public sealed interface FallbackReference {
    /**
     * The same score always.
     *
     * @param score of every event; finite
     */
    record Constant(double score) implements FallbackReference {}

    /**
     * Another model.
     *
     * @param folder holds the manifest and the ONNX file
     * @param manifest as it was read from there
     * @param score which number of the model's answer is the score
     * @param threshold scores at or above it are labelled true
     */
    record Model(Path folder, ModelManifest manifest, ScoreOutput score, double threshold)
            implements FallbackReference {
        /**
         * Loads and proves it; the caller closes it.
         *
         * @param features the pipeline's, in the order of its rows; the model may use some of them only
         */
        OnnxModel open(List<Feature> features) throws InvalidModelException {
            return OnnxModel.openWithSome(folder, manifest, score, features);
        }
    }
}
