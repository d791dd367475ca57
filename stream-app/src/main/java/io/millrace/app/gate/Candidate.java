package io.millrace.app.gate;

import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that wants to score.
 *
 * @param folder where its files are
 * @param manifestText the text that {@code manifest} was read from; this text is what a signature is of
 * @param score which number of its answer is the score
 * @param features the pipeline's, in the order of its rows; empty if they are not known, and not compared
 * @param rows most rows of one call while it scores, 1 or more; every number of rows up to it is tried
 * @param limits within which it is tried
 */
public record Candidate(
        Path folder,
        String manifestText,
        ModelManifest manifest,
        ScoreOutput score,
        Optional<List<Feature>> features,
        int rows,
        GateLimits limits) {
    public Candidate {
        if (rows < 1) {
            throw new IllegalArgumentException("at least 1 row, not " + rows);
        }
    }
}
