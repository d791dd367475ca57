package io.millrace.app.rollout;

import java.util.regex.Pattern;

/**
 * A model that has been registered, and how its answer is read.
 *
 * @param name as its manifest has it
 * @param version as its manifest has it; not unique, its digest is
 * @param digest SHA-256 of its file, 64 lower-case hexadecimal digits
 * @param score which number of its answer is the score, such as {@code probabilities[1]}
 * @param threshold scores at or above it are labelled true; finite
 * @param source where it was fetched from
 */
public record ModelVersion(String name, String version, String digest, String score, double threshold, String source) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT_DIGEST = 8;

    public ModelVersion {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits, not \"" + digest + "\"");
        }
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is no number: " + threshold);
        }
    }

    /** For people: name, version, and as much of the digest as tells it from others. */
    public String told() {
        return name + " " + version + " (" + digest.substring(0, SHORT_DIGEST) + ")";
    }

    /** Whether somebody who writes this means this version: its version, its name and version, or the beginning of its digest. */
    public boolean isCalled(String reference) {
        return reference.equals(version)
                || reference.equals(name + ":" + version)
                || (reference.length() >= SHORT_DIGEST && digest.startsWith(reference));
    }
}
