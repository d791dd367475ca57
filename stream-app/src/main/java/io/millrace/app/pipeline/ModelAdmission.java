package io.millrace.app.pipeline;

import io.millrace.app.gate.Candidate;
import io.millrace.app.gate.Check;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.Refusal;
import io.millrace.app.gate.Verdict;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.yaml.YamlDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A model on its way through the gate. It is tried in the background, because reading the rest of a pipeline takes about as
 * long, and the two meet when the pipeline's features are known.
 */
final class ModelAdmission {
    private final Candidate candidate;
    private final YamlDocument manifest;
    private final FutureTask<Verdict> task;

    private ModelAdmission(Candidate candidate, YamlDocument manifest, Gate gate) {
        this.candidate = candidate;
        this.manifest = manifest;
        this.task = new FutureTask<>(() -> gate.admit(candidate));
    }

    /** @param manifest reports what is wrong with the candidate where it says otherwise */
    static ModelAdmission begin(Candidate candidate, YamlDocument manifest, Gate gate) {
        var admission = new ModelAdmission(candidate, manifest, gate);
        var thread = new Thread(admission.task, "model-gate");
        thread.setDaemon(true);
        thread.start();
        return admission;
    }

    Candidate candidate() {
        return candidate;
    }

    /**
     * Waits for the gate, compares the model's features with the pipeline's, and reports what is refused.
     *
     * @param features in the order of the pipeline's rows; empty if they could not be determined
     */
    Verdict conclude(YamlDocument pipeline, Optional<List<String>> features) {
        var differences =
                features
                        .map(names -> OnnxModel.featureMismatches(candidate.manifest(), names))
                        .orElse(List.of())
                        .stream()
                        .map(mismatch -> new Refusal(Check.INPUTS, mismatch.key(), mismatch.message()))
                        .toList();
        var verdict = verdict().and(differences);
        for (var refusal : verdict.refusals()) {
            var file = refusal.key().equals(Mismatch.SCORE) ? pipeline : manifest;
            file.report(refusal.key(), refusal.told());
        }
        return verdict;
    }

    private Verdict verdict() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Verdict.Refused(List.of(), List.of(new Refusal(Check.PROBE, "file", "was interrupted")));
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("the gate itself failed", e);
        }
    }
}
