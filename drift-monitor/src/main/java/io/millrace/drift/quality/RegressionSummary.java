package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A summary of answers that are numbers. All is exact but the quantiles of delays: sums are rounded once, at the end. */
public final class RegressionSummary extends QualitySummary {
    /** Scores and outcomes beyond this are unusable: their squares could not be summed. */
    static final double LARGEST = 1e99;

    private long usable;
    private ExactSum errors = new ExactSum();
    private ExactSum absoluteErrors = new ExactSum();
    private ExactSum squaredErrors = new ExactSum();
    private ExactSum outcomes = new ExactSum();
    private ExactSum squaredOutcomes = new ExactSum();

    /**
     * The outcome of a prediction came.
     *
     * @param score NaN, infinite or beyond 1e99 counts as unusable
     * @param outcome likewise
     * @param delay from the event to when the outcome came; a negative one counts as none
     */
    public void labelled(double score, double outcome, Duration delay) {
        labelled(delay);
        if (!(Math.abs(score) <= LARGEST && Math.abs(outcome) <= LARGEST)) {
            return;
        }
        double error = score - outcome;
        usable++;
        errors.add(error);
        absoluteErrors.add(Math.abs(error));
        squaredErrors.addSquare(error);
        outcomes.add(outcome);
        squaredOutcomes.addSquare(outcome);
    }

    /** Adds what another one counted, which is not changed. */
    public void merge(RegressionSummary other) {
        mergeCounts(other);
        usable += other.usable;
        errors.add(other.errors);
        absoluteErrors.add(other.absoluteErrors);
        squaredErrors.add(other.squaredErrors);
        outcomes.add(other.outcomes);
        squaredOutcomes.add(other.squaredOutcomes);
    }

    @Override
    long usable() {
        return usable;
    }

    @Override
    Map<Measure, Figure> measures() {
        var measures = new EnumMap<Measure, Figure>(Measure.class);
        measures.put(Measure.RMSE, Figure.exact(Math.sqrt(squaredErrors.value() / usable)));
        measures.put(Measure.MAE, Figure.share(absoluteErrors.value(), usable));
        measures.put(Measure.MEAN_ERROR, Figure.share(errors.value(), usable));
        measures.put(Measure.R2, r2());
        return measures;
    }

    /** 1 - squared errors / squared distances of outcomes from their mean; unknown where all outcomes are the same, one included. */
    private Figure r2() {
        var sum = outcomes.exact();
        double spread = squaredOutcomes
                .exact()
                .multiply(BigDecimal.valueOf(usable))
                .subtract(sum.multiply(sum))
                .doubleValue();
        return spread > 0 ? Figure.exact(1 - squaredErrors.value() * usable / spread) : Figure.UNKNOWN;
    }

    @Override
    void writeAnswers(ByteWriter out) {
        out.writeUnsigned(usable);
        errors.write(out);
        absoluteErrors.write(out);
        squaredErrors.write(out);
        outcomes.write(out);
        squaredOutcomes.write(out);
    }

    @Override
    void readAnswers(ByteReader in) {
        usable = Stored.count(in);
        errors = ExactSum.read(in);
        absoluteErrors = ExactSum.read(in);
        squaredErrors = ExactSum.read(in);
        outcomes = ExactSum.read(in);
        squaredOutcomes = ExactSum.read(in);
    }

    @Override
    void requireConsistent() {
        Stored.require(usable <= pairs(), usable + " pairs of " + pairs());
        Stored.require(
                Math.abs(errors.value()) <= absoluteErrors.value()
                        && squaredErrors.value() >= 0
                        && squaredOutcomes.value() >= 0
                        && (usable > 0 || (absoluteErrors.value() == 0 && squaredErrors.value() == 0)),
                "errors that " + usable + " pairs cannot have");
    }
}
