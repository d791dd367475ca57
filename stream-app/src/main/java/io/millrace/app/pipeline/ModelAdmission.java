package io.millrace.app.pipeline;

import io.millrace.app.gate.Candidate;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.Verdict;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.yaml.YamlDocument;

/**
 * A model on its way through the gate.
 *
 * @param manifest where most of what is wrong with the candidate is told
 */
record ModelAdmission(Candidate candidate, YamlDocument manifest) {
    /** Asks the gate, and reports what it refuses at the key that says otherwise. */
    Verdict conclude(Gate gate, YamlDocument pipeline) {
        var verdict = gate.admit(candidate);
        for (var refusal : verdict.refusals()) {
            var file = refusal.key().equals(Mismatch.SCORE) ? pipeline : manifest;
            file.report(refusal.key(), refusal.told());
        }
        return verdict;
    }
}
