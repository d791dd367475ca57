package io.millrace.benchmarks.drift;

import io.millrace.drift.quality.ClassificationSummary;
import java.time.Duration;

/**
 * Scores of one window and what became of the events. Scores are the probabilities of their outcomes, as long as outcomes depend on
 * them.
 */
final class ScoredWindow {
    /** From this score on the answer is yes. */
    static final double THRESHOLD = 0.5;

    private static final double MEAN_LOGIT = -1;
    private static final double STDDEV_LOGIT = 2;

    private final double[] scores;
    private final boolean[] outcomes;
    private final ClassificationSummary summary = new ClassificationSummary();

    private ScoredWindow(double[] scores, boolean[] outcomes) {
        this.scores = scores;
        this.outcomes = outcomes;
        for (int row = 0; row < scores.length; row++) {
            summary.predicted();
            summary.labelled(scores[row], answer(row), outcomes[row], Duration.ZERO);
        }
    }

    /** @param loose share of the outcomes that depend on another score than their own: as many are positive, and nothing else tells */
    static ScoredWindow draw(int rows, double loose, Draws draws) {
        double[] scores = new double[rows];
        boolean[] outcomes = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = drawScore(draws);
            outcomes[row] = draws.happens(draws.happens(loose) ? drawScore(draws) : scores[row]);
        }
        return new ScoredWindow(scores, outcomes);
    }

    private static double drawScore(Draws draws) {
        return 1 / (1 + StrictMath.exp(-MEAN_LOGIT - STDDEV_LOGIT * draws.normal()));
    }

    int rows() {
        return scores.length;
    }

    /** In (0, 1). */
    double score(int row) {
        return scores[row];
    }

    int label(int row) {
        return outcomes[row] ? 1 : 0;
    }

    boolean answer(int row) {
        return scores[row] >= THRESHOLD;
    }

    boolean isWrong(int row) {
        return answer(row) != outcomes[row];
    }

    /** Counted as the monitor counts it; live, not a copy, and not to be changed. */
    ClassificationSummary summary() {
        return summary;
    }
}
