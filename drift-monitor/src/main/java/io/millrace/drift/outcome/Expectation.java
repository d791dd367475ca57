package io.millrace.drift.outcome;

import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.profile.ReferenceProfile;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of scores before outcomes come. A calibration holds for scores of the model that it was learnt from: those of other models are taken as
 * they are. Immutable and safe for concurrent use.
 *
 * @param cbpe how often scores of that model are right
 * @param modelDigest SHA-256 of its file, 64 lower-case hexadecimal digits; null if nothing was learnt
 */
public record Expectation(Cbpe cbpe, @Nullable String modelDigest) {
    /** Takes all scores as they are. */
    public static final Expectation OF_SCORES = new Expectation(Cbpe.uncalibrated(), null);

    /** What a profile has learnt; if it was given no labels, scores as they are. */
    public static Expectation of(ReferenceProfile profile) {
        var calibration = profile.calibration();
        return calibration == null
                ? OF_SCORES
                : new Expectation(calibration.cbpe(), profile.model().sha256());
    }

    /** Whether how often a model's scores are right was learnt. */
    boolean knows(String digest) {
        return digest.equals(modelDigest);
    }

    /** The probability of a positive outcome; a score that is none is what it is. */
    double probability(Prediction prediction) {
        double score = prediction.score();
        return prediction.calibrated() && score >= 0 && score <= 1 ? cbpe.probability(score) : score;
    }
}
