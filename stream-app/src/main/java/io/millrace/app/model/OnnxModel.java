package io.millrace.app.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A loaded ONNX model that has proved to be the one its manifest describes and to fit the pipeline's features. Safe for
 * concurrent use: scoring itself is done by one {@link Scorer} per task over the one session here. Whoever opens it closes it; what
 * it takes is released with the last of its scorers.
 */
public final class OnnxModel implements AutoCloseable {
    private final ModelManifest manifest;
    private final SharedSession session;
    private final Binding binding;
    private final RowPlaces places;

    private OnnxModel(ModelManifest manifest, SharedSession session, Binding binding, RowPlaces places) {
        this.manifest = manifest;
        this.session = session;
        this.binding = binding;
        this.places = places;
    }

    /**
     * Loads and proves a model: the file's digest, the features' names and types, the graph's inputs and output, and the score
     * of every golden row.
     *
     * @param folder where the manifest and the file it names are
     * @param output which number of the answer is the score
     * @param features the pipeline's features, in the order of its rows
     * @throws InvalidModelException with everything that differs; nothing native is then left open
     */
    public static OnnxModel open(Path folder, ModelManifest manifest, ScoreOutput output, List<Feature> features)
            throws InvalidModelException {
        return open(folder, manifest, output, Optional.of(features), featureMismatches(manifest, features));
    }

    /**
     * The same for a model that need not use all of the pipeline's features.
     *
     * @throws InvalidModelException with everything that differs; nothing native is then left open
     */
    public static OnnxModel openWithSome(
            Path folder, ModelManifest manifest, ScoreOutput output, List<Feature> features)
            throws InvalidModelException {
        var mismatches = new ArrayList<Mismatch>();
        FeatureOrder.areKnown(manifest, features, mismatches);
        return open(folder, manifest, output, Optional.of(features), mismatches);
    }

    /** The same with nothing to compare the model's features with: rows have them in the manifest's order. */
    public static OnnxModel open(Path folder, ModelManifest manifest, ScoreOutput output) throws InvalidModelException {
        return open(folder, manifest, output, Optional.empty(), new ArrayList<>());
    }

    private static OnnxModel open(
            Path folder,
            ModelManifest manifest,
            ScoreOutput output,
            Optional<List<Feature>> features,
            List<Mismatch> mismatches)
            throws InvalidModelException {
        var bytes = ModelBytes.verified(folder, manifest, mismatches);
        return open(bytes, manifest, output, features, mismatches, proof(manifest, mismatches));
    }

    /**
     * The same with the file's bytes, whose digest is the caller's business.
     *
     * @throws InvalidModelException with everything that differs; nothing native is then left open
     */
    public static OnnxModel open(
            byte[] bytes, ModelManifest manifest, ScoreOutput output, Optional<List<Feature>> features)
            throws InvalidModelException {
        var mismatches =
                features.map(known -> featureMismatches(manifest, known)).orElseGet(ArrayList::new);
        return open(Optional.of(bytes), manifest, output, features, mismatches, proof(manifest, mismatches));
    }

    /** A model that may give golden rows any score, to see which. */
    static OnnxModel openUnproven(Path folder, ModelManifest manifest, ScoreOutput output)
            throws InvalidModelException {
        var mismatches = new ArrayList<Mismatch>();
        var bytes = ModelBytes.verified(folder, manifest, mismatches);
        return open(bytes, manifest, output, Optional.empty(), mismatches, (shared, binding) -> binding);
    }

    /**
     * The bytes of a model's file, which have the manifest's digest.
     *
     * @throws InvalidModelException if there are none
     */
    public static byte[] bytes(Path folder, ModelManifest manifest) throws InvalidModelException {
        var mismatches = new ArrayList<Mismatch>();
        return ModelBytes.verified(folder, manifest, mismatches)
                .orElseThrow(() -> new InvalidModelException(mismatches));
    }

    /** Which features only the model or only the pipeline has. */
    public static List<Mismatch> featureMismatches(ModelManifest manifest, List<Feature> features) {
        var mismatches = new ArrayList<Mismatch>();
        FeatureOrder.areSame(manifest, features, mismatches);
        return mismatches;
    }

    private static OnnxModel open(
            Optional<byte[]> bytes,
            ModelManifest manifest,
            ScoreOutput output,
            Optional<List<Feature>> features,
            List<Mismatch> mismatches,
            BiFunction<SharedSession, Binding, Binding> proof)
            throws InvalidModelException {
        if (bytes.isPresent()) {
            try {
                var model = load(bytes.get(), manifest, output, features, mismatches, proof);
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
            byte[] bytes,
            ModelManifest manifest,
            ScoreOutput output,
            Optional<List<Feature>> features,
            List<Mismatch> mismatches,
            BiFunction<SharedSession, Binding, Binding> proof)
            throws OrtException {
        var shared = new SharedSession(newSession(bytes));
        var proven = false;
        try {
            var binding = bind(shared.session(), manifest, output, features, mismatches)
                    .map(found -> proof.apply(shared, found));
            proven = binding.isPresent() && mismatches.isEmpty();
            return proven
                    ? Optional.of(new OnnxModel(manifest, shared, binding.get(), places(manifest, features)))
                    : Optional.empty();
        } finally {
            if (!proven) {
                shared.close();
            }
        }
    }

    /** Finds how events are to be scored by scoring golden rows. */
    private static BiFunction<SharedSession, Binding, Binding> proof(
            ModelManifest manifest, List<Mismatch> mismatches) {
        return (shared, binding) -> GoldenProof.scores(shared, manifest, binding, mismatches);
    }

    private static Optional<Binding> bind(
            OrtSession session,
            ModelManifest manifest,
            ScoreOutput output,
            Optional<List<Feature>> features,
            List<Mismatch> mismatches)
            throws OrtException {
        var inputs = InputBinder.bind(manifest, session.getInputInfo(), mismatches);
        boolean scored = Signature.hasScore(session.getOutputInfo(), output, mismatches);
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        features.ifPresent(known -> FeatureOrder.checkTypes(inputs.get(), known, mismatches));
        return GoldenProof.hasRightTypes(manifest, inputs.get(), mismatches) && scored
                ? ScoreBinder.bind(session, inputs.get(), manifest, output, mismatches)
                : Optional.empty();
    }

    private static RowPlaces places(ModelManifest manifest, Optional<List<Feature>> features) {
        var names = manifest.features();
        return features.map(known -> RowPlaces.in(known, names)).orElseGet(() -> RowPlaces.own(names.size()));
    }

    /**
     * One thread and no pool: a row takes microseconds, and the stream threads calling this are the parallelism. A pool
     * would only spin beside them. Warnings are not logged: ONNX Runtime repeats some with every call, such as one about an
     * output that is wider than the graph says.
     */
    private static OrtSession newSession(byte[] bytes) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            return OrtEnvironment.getEnvironment().createSession(bytes, options);
        }
    }

    /**
     * A new scorer with buffers of its own, for one task; to be closed by the caller.
     *
     * @param capacity most rows of one run, 1 or more
     */
    public Scorer newScorer(int capacity) {
        return binding.newScorer(session, places, capacity);
    }

    /** The same, whose calls the watchdog ends if they take too long. */
    public Scorer newScorer(int capacity, Watchdog watchdog) {
        return binding.newScorer(session, places, capacity, watchdog);
    }

    /** For rows with the model's features in the manifest's order, as golden rows have them. */
    Scorer newGoldenScorer(int capacity) {
        return binding.newScorer(session, RowPlaces.own(manifest.features().size()), capacity);
    }

    /** Rows of every call of the model: it takes no other number, or scores rows only alone; 0 if it takes any number. */
    public int batch() {
        return binding.inputs().batch();
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Whether anything native is still held, by this or by a scorer. */
    boolean isOpen() {
        return session.isOpen();
    }

    /** From now on there are no new scorers; those that there are go on. */
    @Override
    public void close() {
        session.close();
    }
}
