package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * What is kept of the predictions of one window, version, variant and segment and of their outcomes, whatever their number. A prediction is
 * counted when it is made, a pair when its outcome comes, later and in any order, into the summary of the prediction's event time;
 * which outcome counts of several, and for how long, is the caller's matter. Summaries of parts merge to the same in any order and
 * split: to the bit, except the quantiles of delays, which are within their error. Not safe for use by several threads.
 */
public abstract sealed class QualitySummary permits ClassificationSummary, RegressionSummary {
    private final Arrivals arrivals = new Arrivals();
    private final BusinessValues values = new BusinessValues();

    /** A prediction was made. */
    public final void predicted() {
        arrivals.predicted();
    }

    /**
     * Adds what a pair is worth to the sum of that name. A value that is NaN, infinite or beyond 1e200 is counted as refused instead.
     *
     * @param name 1 to 64 bytes of UTF-8; at most 8 different ones
     * @throws IllegalArgumentException if it is another one
     */
    public final void addValue(String name, double value) {
        values.add(name, value);
    }

    /** Forgets the sums of all other names. */
    public final void retainValues(Collection<String> names) {
        values.retain(names);
    }

    /** What follows from all that was counted. */
    public final QualityFigures figures() {
        var measures = measures();
        arrivals.addTo(measures);
        return new QualityFigures(
                arrivals.predictions(), pairs(), pairs() - usable(), measures, values.totals(), values.refused());
    }

    final void labelled(Duration delay) {
        arrivals.labelled(delay);
    }

    /** How many outcomes came. */
    final long pairs() {
        return arrivals.pairs();
    }

    final void mergeCounts(QualitySummary other) {
        arrivals.merge(other.arrivals);
        values.merge(other.values);
    }

    /** How many of the pairs have scores that can be measured. */
    abstract long usable();

    /** What follows from the answers. */
    abstract Map<Measure, Figure> measures();

    abstract void writeAnswers(ByteWriter out);

    /** The counterpart of {@link #writeAnswers}, into an empty summary. */
    abstract void readAnswers(ByteReader in);

    /** Refuses, with an IllegalStateException, numbers that contradict each other. */
    abstract void requireConsistent();

    final void write(ByteWriter out) {
        arrivals.write(out);
        values.write(out);
        writeAnswers(out);
    }

    /** The counterpart of {@link #write}. */
    static <S extends QualitySummary> S read(S empty, ByteReader in) {
        QualitySummary summary = empty;
        summary.arrivals.read(in);
        summary.values.read(in);
        summary.readAnswers(in);
        summary.requireConsistent();
        return empty;
    }
}
