package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A summary of yes and no answers that were made from a score. Only {@link RankedCounts} and the quantiles of delays are approximate. */
public final class ClassificationSummary extends QualitySummary {
    /** As scikit-learn's {@code log_loss}: a probability below this counts as this. */
    private static final double LEAST_PROBABILITY = 0x1p-52;

    private static final double MOST_LOSS = 36.05;

    private final Answers answers = new Answers();
    private final RankedCounts ranked = new RankedCounts();
    private final Calibration calibration = new Calibration();
    private ExactSum logLoss = new ExactSum();
    private ExactSum brier = new ExactSum();

    /**
     * The outcome of a prediction came.
     *
     * @param score the probability of a positive outcome; one outside [0, 1], or NaN, counts as unusable
     * @param answer whether the score reached the threshold, as the prediction says
     * @param delay from the event to when the outcome came; a negative one counts as none
     */
    public void labelled(double score, boolean answer, boolean outcome, Duration delay) {
        labelled(delay);
        answers.add(answer, outcome);
        if (!ScoreBuckets.has(score)) {
            return;
        }
        ranked.add(score, outcome);
        calibration.add(score, outcome);
        double apart = outcome ? 1 - score : score;
        logLoss.add(loss(score, outcome));
        brier.add(apart * apart);
    }

    /** {@code -ln} of the probability that was given to what happened. */
    private static double loss(double score, boolean outcome) {
        if (outcome) {
            return -StrictMath.log(Math.max(score, LEAST_PROBABILITY));
        }
        return score > 1 - LEAST_PROBABILITY ? -StrictMath.log(LEAST_PROBABILITY) : -StrictMath.log1p(-score);
    }

    /** Adds what another one counted, which is not changed. */
    public void merge(ClassificationSummary other) {
        mergeCounts(other);
        answers.merge(other.answers);
        ranked.merge(other.ranked);
        calibration.merge(other.calibration);
        logLoss.add(other.logLoss);
        brier.add(other.brier);
    }

    @Override
    long usable() {
        return calibration.rows();
    }

    @Override
    Map<Measure, Figure> measures() {
        long usable = usable();
        var measures = new EnumMap<Measure, Figure>(Measure.class);
        measures.put(Measure.ROC_AUC, ranked.rocAuc());
        measures.put(Measure.AVERAGE_PRECISION, ranked.averagePrecision());
        answers.addTo(measures);
        measures.put(Measure.LOG_LOSS, Figure.share(logLoss.value(), usable));
        measures.put(Measure.BRIER, Figure.share(brier.value(), usable));
        measures.put(Measure.CALIBRATION_ERROR, calibration.error());
        return measures;
    }

    @Override
    void writeAnswers(ByteWriter out) {
        answers.write(out);
        ranked.write(out);
        calibration.write(out);
        logLoss.write(out);
        brier.write(out);
    }

    @Override
    void readAnswers(ByteReader in) {
        answers.read(in);
        ranked.merge(RankedCounts.read(in));
        calibration.read(in);
        logLoss = ExactSum.read(in);
        brier = ExactSum.read(in);
    }

    @Override
    void requireConsistent() {
        long usable = usable();
        Stored.require(
                pairs() == answers.count()
                        && ranked.positives() == calibration.positives()
                        && ranked.positives() + ranked.negatives() == usable
                        && ranked.positives() <= answers.positives()
                        && ranked.negatives() <= answers.count() - answers.positives(),
                "numbers of pairs that contradict each other");
        Stored.require(
                isBetween(logLoss.value(), usable * MOST_LOSS) && isBetween(brier.value(), (double) usable),
                "losses that " + usable + " pairs cannot have");
    }

    private static boolean isBetween(double loss, double most) {
        return loss >= 0 && loss <= most;
    }
}
