package io.millrace.app.pipeline;

import io.millrace.app.explain.Explanation;
import io.millrace.app.gate.Candidate;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.Refusal;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets further models score in a pipeline: through the same gate as the pipeline's own. They may do without some of its features. Safe for
 * concurrent use.
 */
public final class VersionGate {
    private final Gate gate;
    private final ModelReference own;
    private final List<Feature> features;

    /**
     * The gate of a pipeline.
     *
     * @param own how the pipeline uses its models
     */
    public VersionGate(Gate gate, Pipeline pipeline, ModelReference own) {
        this.gate = gate;
        this.own = own;
        this.features = pipeline.plan().features();
    }

    /**
     * What came of it.
     *
     * @param manifest empty if it cannot be read
     * @param problems why the model may not score; empty if it may
     */
    public record Admission(Optional<ModelManifest> manifest, List<String> problems) {
        public Admission {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A model that scores.
     *
     * @param model to be closed by the caller
     * @param explanation how its scores are explained; null if the pipeline asks for no reasons
     */
    public record Admitted(OnnxModel model, @Nullable Explanation explanation) {}

    /**
     * Says whether a model may score. Tries it in a process of its own, and takes as long as the pipeline's limits allow.
     *
     * @param folder with the manifest, the file it names, and perhaps a signature
     */
    public Admission admit(Path folder, ScoreOutput score) {
        var problems = new Problems();
        if (!Files.isRegularFile(folder.resolve(ManifestFile.NAME))) {
            return new Admission(Optional.empty(), List.of(ManifestFile.NAME + " is missing beside the model"));
        }
        var document = YamlDocument.read(folder.resolve(ManifestFile.NAME), ManifestFile.NAME, problems);
        var manifest = document.flatMap(ManifestFile::read);
        if (manifest.isEmpty() || document.isEmpty() || !problems.isEmpty()) {
            return new Admission(
                    manifest, problems.sorted().stream().map(Problem::toString).toList());
        }
        var candidate = new Candidate(
                folder,
                document.get().text(),
                manifest.get(),
                score,
                Optional.of(used(manifest.get())),
                own.batch().rows(),
                own.limits());
        var refusals = gate.admit(candidate).refusals();
        return new Admission(manifest, refusals.stream().map(VersionGate::told).toList());
    }

    private static String told(Refusal refusal) {
        return refusal.check() + ": " + refusal.key() + ": " + refusal.message();
    }

    private List<Feature> used(ModelManifest manifest) {
        return features.stream()
                .filter(feature -> manifest.features().contains(feature.name()))
                .toList();
    }

    /**
     * Sends a model through the gate and loads it.
     *
     * @throws InvalidModelException with everything that speaks against it
     */
    public Admitted open(Path folder, ScoreOutput score) throws InvalidModelException {
        var admission = admit(folder, score);
        if (!admission.problems().isEmpty() || admission.manifest().isEmpty()) {
            throw new InvalidModelException(admission.problems().stream()
                    .map(problem -> new InvalidModelException.Mismatch("gate", problem))
                    .toList());
        }
        var manifest = admission.manifest().get();
        var explanation = own.explanation();
        if (explanation == null) {
            return new Admitted(OnnxModel.openWithSome(folder, manifest, score, features), null);
        }
        var bytes = OnnxModel.bytes(folder, manifest);
        var other = explanation.ofAnother(bytes, manifest, score);
        if (other.isEmpty()) {
            throw new InvalidModelException(List.of(new InvalidModelException.Mismatch(
                    "reasons", "need a reference profile for this model; name one as monitor.profile")));
        }
        return new Admitted(OnnxModel.openWithSome(folder, manifest, score, features), other.get());
    }
}
