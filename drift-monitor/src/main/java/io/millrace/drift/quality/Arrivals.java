package io.millrace.drift.quality;

import io.millrace.sketch.QuantileSketch;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.time.Duration;
import java.util.Map;

/**
 * How many predictions there were, how many outcomes came, and how long after their event. Counts are exact, delays exact up to {@value
 * QuantileSketch#K} of them and then off by {@link QuantileSketch#RANK_ERROR} of the ranks. Not safe for use by several threads.
 */
final class Arrivals {
    private static final double MILLIS = 1000;

    /** Longer delays count as this: some 280 years. */
    private static final long LONGEST_MILLIS = 1L << 43;

    private static final Duration LONGEST = Duration.ofMillis(LONGEST_MILLIS);

    private final QuantileSketch delayMillis = new QuantileSketch();
    private long predictions;

    void predicted() {
        predictions++;
    }

    /** An outcome came; one before its event counts as one at its time. */
    void labelled(Duration delay) {
        boolean measurable = delay.compareTo(LONGEST) < 0;
        long millis = delay.isNegative() ? 0 : measurable ? delay.toMillis() : LONGEST_MILLIS;
        delayMillis.add((double) millis);
    }

    void merge(Arrivals other) {
        predictions += other.predictions;
        delayMillis.add(other.delayMillis);
    }

    long predictions() {
        return predictions;
    }

    long pairs() {
        return delayMillis.count();
    }

    void addTo(Map<Measure, Figure> measures) {
        // where the predictions of outcomes are counted in another part, it cannot be told from this part
        measures.put(
                Measure.LABEL_COVERAGE, pairs() > predictions ? Figure.UNKNOWN : Figure.share(pairs(), predictions));
        measures.put(Measure.LABEL_DELAY_P50, delay(0.5));
        measures.put(Measure.LABEL_DELAY_P90, delay(0.9));
        measures.put(Measure.LABEL_DELAY_P99, delay(0.99));
    }

    private Figure delay(double share) {
        return Figure.exact(delayMillis.quantile(share) / MILLIS);
    }

    void write(ByteWriter out) {
        out.writeUnsigned(predictions);
        delayMillis.write(out);
    }

    void read(ByteReader in) {
        predictions = Stored.count(in);
        delayMillis.read(in);
        Stored.require(pairs() >= 0 && pairs() <= Stored.MOST_ROWS, "a count of " + pairs());
        delayMillis.forEach((millis, weight) -> Stored.require(
                millis >= 0 && millis <= LONGEST_MILLIS && millis == Math.rint(millis), "a delay of " + millis));
    }
}
