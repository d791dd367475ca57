package io.millrace.app.optimise;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;

/**
 * Has ONNX Runtime write the graph as it rewrites it when it loads a model: constants worked out, operators fused. What it would further
 * arrange for the processor at hand is left to loading, so that the file is good for any.
 */
final class RuntimeOptimiser {
    private RuntimeOptimiser() {}

    static void write(Path from, Path to) throws UnusableModelException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(to.toString());
            OrtEnvironment.getEnvironment()
                    .createSession(from.toString(), options)
                    .close();
        } catch (OrtException e) {
            throw new UnusableModelException("ONNX Runtime cannot rewrite it: " + e.getMessage(), e);
        }
    }
}
