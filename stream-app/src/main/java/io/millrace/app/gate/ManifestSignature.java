package io.millrace.app.gate;

import io.millrace.app.model.ManifestFile;
import java.util.List;

/**
 * The signature of a manifest: it holds the digest of the ONNX file, and also the name, the features and the golden
 * rows, so that none of them can be changed alone.
 */
final class ManifestSignature {
    private ManifestSignature() {}

    /** Why the signature is not accepted; empty if it is, or if no key is trusted and so none is asked for. */
    static List<Refusal> refusals(Candidate candidate, TrustedKeys keys) {
        // the manifest has no key for it: it is told of the manifest as a whole
        return FileSignature.problem(
                        candidate.folder().resolve(ManifestFile.NAME), candidate.manifestText(), "models", keys)
                .map(problem -> List.of(new Refusal(Check.SIGNATURE, "signature", problem)))
                .orElse(List.of());
    }
}
