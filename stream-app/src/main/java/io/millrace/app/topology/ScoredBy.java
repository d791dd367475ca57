package io.millrace.app.topology;

import io.millrace.app.model.ModelManifest;

/**
 * Who gave a score, as predictions say it.
 *
 * @param digest SHA-256 of the model file, lower-case hexadecimal; empty if there is none
 * @param threshold scores at or above it are labelled true; in (0, 1) for probabilities
 */
public record ScoredBy(Variant variant, String name, String version, String digest, double threshold) {
    /** A model as its manifest tells of it. */
    public static ScoredBy of(Variant variant, ModelManifest manifest, double threshold) {
        return new ScoredBy(variant, manifest.name(), manifest.version(), manifest.sha256(), threshold);
    }

    /** Who gives a score that is always the same, in place of a model. */
    public static ScoredBy constant(double score, double threshold) {
        return new ScoredBy(Variant.FALLBACK, "constant", Double.toString(score), "", threshold);
    }
}
