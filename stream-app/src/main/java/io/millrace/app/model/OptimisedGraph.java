package io.millrace.app.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.nio.file.Path;
import java.util.List;

/** A graph as ONNX Runtime rewrites it when it loads a model: constants worked out, operators fused. */
public final class OptimisedGraph {
    private OptimisedGraph() {}

    /**
     * Has it written to a file. What ONNX Runtime would further arrange for the processor at hand is left to loading, so that the
     * file is good for any.
     *
     * @throws InvalidModelException if ONNX Runtime cannot load it
     */
    public static void write(Path from, Path to) throws InvalidModelException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(to.toString());
            OrtEnvironment.getEnvironment()
                    .createSession(from.toString(), options)
                    .close();
        } catch (OrtException e) {
            throw new InvalidModelException(
                    List.of(new Mismatch("file", "ONNX Runtime cannot rewrite it: " + e.getMessage())));
        }
    }
}
