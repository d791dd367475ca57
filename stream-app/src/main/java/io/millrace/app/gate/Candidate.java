package io.millrace.app.gate;

import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import java.nio.file.Path;

/**
 * A model that wants to score.
 *
 * @param folder where its files are
 * @param manifestText the text that {@code manifest} was read from; this text is what a signature is of
 * @param score which number of its answer is the score
 * @param limits within which it is tried
 */
public record Candidate(
        Path folder, String manifestText, ModelManifest manifest, ScoreOutput score, GateLimits limits) {}
