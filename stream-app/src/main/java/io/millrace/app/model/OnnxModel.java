package io.millrace.app.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loaded ONNX model that has proved to be the one its manifest describes and to fit the pipeline's features. Safe for
 * concurrent use: scoring itself is done by one {@link Scorer} per task over the one session here. Whoever opens it closes
 * it, after its scorers.
 */
public final class OnnxModel implements AutoCloseable {
    private final ModelManifest manifest;
    private final OrtSession session;
    private final Binding binding;
    private final int[] order;

    private OnnxModel(ModelManifest manifest, OrtSession session, Binding binding, int[] order) {
        this.manifest = manifest;
        this.session = session;
        this.binding = binding;
        this.order = order;
    }

    /**
     * Loads and proves a model: the file's digest, the features' names, the graph's input and output, and the score of
     * every golden row.
     *
     * @param folder where the manifest and the file it names are
     * @param output which number of the answer is the score
     * @param features the pipeline's features, in the order of its rows
     * @throws InvalidModelException with everything that differs; nothing native is then left open
     */
    public static OnnxModel open(Path folder, ModelManifest manifest, ScoreOutput output, List<String> features)
            throws InvalidModelException {
        var mismatches = new ArrayList<Mismatch>();
        var order = FeatureOrder.of(manifest.features(), features, mismatches);
        var bytes = ModelBytes.verified(folder, manifest, mismatches);
        if (bytes.isPresent()) {
            try {
                var model = load(bytes.get(), manifest, output, order, mismatches);
                if (model.isPresent()) {
                    return model.get();
                }
            } catch (OrtException e) {
                mismatches.add(
                        new Mismatch("file", "ONNX Runtime cannot use " + manifest.file() + ": " + e.getMessage()));
            }
        }
        throw new InvalidModelException(mismatches);
    }

    /** The model, if there is no mismatch, those found earlier included; otherwise its session is closed again. */
    private static Optional<OnnxModel> load(
            byte[] bytes, ModelManifest manifest, ScoreOutput output, int[] order, List<Mismatch> mismatches)
            throws OrtException {
        var session = newSession(bytes);
        var proven = false;
        try {
            var binding = Signature.bound(session, manifest, output, mismatches);
            if (binding.isPresent()) {
                GoldenProof.scores(session, manifest, binding.get(), mismatches);
            }
            proven = binding.isPresent() && mismatches.isEmpty();
            return proven ? Optional.of(new OnnxModel(manifest, session, binding.get(), order)) : Optional.empty();
        } finally {
            if (!proven) {
                session.close();
            }
        }
    }

    /**
     * One thread and no pool: a row takes microseconds, and the stream threads calling this are the parallelism. A pool
     * would only spin beside them.
     */
    private static OrtSession newSession(byte[] bytes) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            return OrtEnvironment.getEnvironment().createSession(bytes, options);
        }
    }

    /**
     * A new scorer with buffers of its own, for one task; to be closed by the caller, before this model.
     *
     * @param capacity most rows of one run, 1 or more
     */
    public Scorer newScorer(int capacity) {
        return binding.newScorer(session, order, capacity);
    }

    public ModelManifest manifest() {
        return manifest;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot release the model " + manifest.name(), e);
        }
    }
}
