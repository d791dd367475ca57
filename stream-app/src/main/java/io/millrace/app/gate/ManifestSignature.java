package io.millrace.app.gate;

import io.millrace.app.model.ManifestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a manifest. What is signed is {@code model.yaml} as it stands, byte by byte: it holds the digest of the
 * ONNX file, and also the name, the features and the golden rows, so that none of them can be changed alone.
 */
final class ManifestSignature {
    /** The signature, raw or in Base64. */
    static final String NAME = ManifestFile.NAME + ".sig";

    private static final int ED25519_BYTES = 64;
    private static final int MOST_BYTES = 1024;

    private ManifestSignature() {}

    /** Why the signature is not accepted; empty if it is, or if no key is trusted and so none is asked for. */
    static List<Refusal> refusals(Candidate candidate, TrustedKeys keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        var refusals = new ArrayList<Refusal>();
        var file = candidate.folder().resolve(NAME);
        if (!Files.exists(file)) {
            refusals.add(refusal("is missing, and only signed models are trusted here: " + NAME));
        } else {
            read(file, refusals).ifPresent(signature -> {
                if (!keys.verify(candidate.manifestText(), signature)) {
                    refusals.add(refusal(NAME + " is no signature of this " + ManifestFile.NAME + " by a trusted key"));
                }
            });
        }
        return refusals;
    }

    private static Optional<byte[]> read(Path file, List<Refusal> refusals) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                refusals.add(refusal(NAME + " is no file of at most " + MOST_BYTES + " bytes"));
                return Optional.empty();
            }
            var bytes = Files.readAllBytes(file);
            return Optional.of(
                    bytes.length == ED25519_BYTES
                            ? bytes
                            : Base64.getMimeDecoder().decode(new String(bytes, StandardCharsets.US_ASCII)));
        } catch (IOException | IllegalArgumentException e) {
            refusals.add(refusal(NAME + " cannot be read: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** The manifest has no key for it: it is told of the manifest as a whole. */
    private static Refusal refusal(String message) {
        return new Refusal(Check.SIGNATURE, "signature", message);
    }
}
