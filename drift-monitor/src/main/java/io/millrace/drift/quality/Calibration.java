package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht, 2015): over ten bins of one width, (0, 0.1], (0.1, 0.2] and so on with 0 in the
 * first, the mean by rows of how far a bin's mean score is from its share of positives. The bounds are those of scikit-learn's {@code
 * calibration_curve(strategy="uniform", n_bins=10)}. Exact. Not safe for use by several threads.
 */
final class Calibration {
    private static final int BINS = 10;

    /** What {@link #write} takes at most. */
    static final int MOST_BYTES = BINS * (9 + 9 + ExactSum.MOST_BYTES);

    /** As NumPy's linspace: three tenths are 0.30000000000000004. */
    private static final double STEP = 0.1;

    private final long[] rows = new long[BINS];
    private final long[] positives = new long[BINS];
    private final ExactSum[] scores = new ExactSum[BINS];

    Calibration() {
        Arrays.setAll(scores, bin -> new ExactSum());
    }

    /**
     * Counts a pair.
     *
     * @param score in [0, 1]
     */
    void add(double score, boolean outcome) {
        int bin = 0;
        while (bin < BINS - 1 && score > (bin + 1) * STEP) {
            bin++;
        }
        rows[bin]++;
        positives[bin] += outcome ? 1 : 0;
        scores[bin].add(score);
    }

    void merge(Calibration other) {
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] += other.rows[bin];
            positives[bin] += other.positives[bin];
            scores[bin].add(other.scores[bin]);
        }
    }

    Figure error() {
        double apart = 0;
        for (int bin = 0; bin < BINS; bin++) {
            apart += Math.abs(scores[bin].value() - positives[bin]);
        }
        return Figure.share(apart, rows());
    }

    long rows() {
        return Arrays.stream(rows).sum();
    }

    long positives() {
        return Arrays.stream(positives).sum();
    }

    void write(ByteWriter out) {
        for (int bin = 0; bin < BINS; bin++) {
            out.writeUnsigned(rows[bin]).writeUnsigned(positives[bin]);
            scores[bin].write(out);
        }
    }

    void read(ByteReader in) {
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] = Stored.count(in);
            positives[bin] = Stored.count(in);
            scores[bin] = ExactSum.read(in);
            double sum = scores[bin].value();
            Stored.require(
                    positives[bin] <= rows[bin] && sum >= 0 && sum <= rows[bin],
                    "scores that sum to " + sum + " of " + rows[bin] + " rows, " + positives[bin]
                            + " of them positive");
        }
    }
}
