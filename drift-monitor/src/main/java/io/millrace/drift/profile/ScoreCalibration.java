package io.millrace.drift.profile;

import io.millrace.drift.estimate.Cbpe;
import java.util.List;

/**
 * What labels of reference rows say of the model's scores: how often each is right. Between its points probabilities are on a line, beyond them as at the nearest.
 *
 * @param rows that had a label, at least 1
 * @param positives of them
 * @param scores of the points, rising, in [0, 1]; none if scores are probabilities already, as far as these rows can tell
 * @param probabilities as many, not falling, in [0, 1]
 */
public record ScoreCalibration(long rows, long positives, List<Double> scores, List<Double> probabilities) {
    static final String PATH = "calibration";

    /** Refuses, with an IllegalArgumentException, numbers that contradict each other. */
    public ScoreCalibration {
        scores = List.copyOf(scores);
        probabilities = List.copyOf(probabilities);
        ProfileDocument.refuse(new ProfileDocument.Calibration(rows, positives, scores, probabilities).problems());
    }

    /**
     * Learns from labelled rows, as {@link Cbpe#fit} does.
     *
     * @param scores in [0, 1]
     * @param labels 0 or 1, by row
     * @throws IllegalArgumentException if a score or label is none, or there are too few of either class
     */
    public static ScoreCalibration fit(double[] scores, int[] labels) {
        long positives = 0;
        for (int label : labels) {
            positives += label;
        }
        if (positives == 0 || positives == labels.length) {
            throw new IllegalArgumentException(
                    "of " + labels.length + " labels " + positives + " are positive: both kinds are needed");
        }
        var cbpe = Cbpe.fit(scores, labels);
        return new ScoreCalibration(labels.length, positives, cbpe.scores(), cbpe.probabilities());
    }

    /** Whether scores had to be calibrated. */
    public boolean isNeeded() {
        return !scores.isEmpty();
    }

    /** What estimates with it. */
    public Cbpe cbpe() {
        return Cbpe.of(scores, probabilities);
    }
}
