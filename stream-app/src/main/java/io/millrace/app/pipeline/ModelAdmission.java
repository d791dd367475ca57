package io.millrace.app.pipeline;

import io.millrace.app.gate.Candidate;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.GateLimits;
import io.millrace.app.gate.Verdict;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model on its way through the gate.
 *
 * @param manifest where most of what is wrong with the candidate is told
 * @param scoreKey where the pipeline says which number of its answer is the score
 */
record ModelAdmission(Candidate candidate, YamlDocument manifest, String scoreKey) {
    /**
     * The model in a folder; empty and problems if its manifest cannot be read, empty if there is no score to look for.
     *
     * @param name what problems call the manifest
     * @param features see {@link Candidate}; of the manifest's features
     */
    static Optional<ModelAdmission> of(
            Path folder,
            String name,
            Problems problems,
            Optional<ScoreOutput> score,
            String scoreKey,
            Function<ModelManifest, Optional<List<Feature>>> features,
            int rows,
            GateLimits limits) {
        var document = YamlDocument.read(folder.resolve(ManifestFile.NAME), name, problems);
        var manifest = document.flatMap(ManifestFile::read);
        if (manifest.isEmpty() || score.isEmpty()) {
            return Optional.empty();
        }
        var said = manifest.get();
        var text = document.orElseThrow().text();
        var candidate = new Candidate(folder, text, said, score.get(), features.apply(said), rows, limits);
        return Optional.of(new ModelAdmission(candidate, document.orElseThrow(), scoreKey));
    }

    /** Asks the gate, and reports what it refuses at the key that says otherwise. */
    Verdict conclude(Gate gate, YamlDocument pipeline) {
        var verdict = gate.admit(candidate);
        for (var refusal : verdict.refusals()) {
            if (refusal.key().equals(Mismatch.SCORE)) {
                pipeline.report(scoreKey, refusal.told());
            } else {
                manifest.report(refusal.key(), refusal.told());
            }
        }
        return verdict;
    }
}
