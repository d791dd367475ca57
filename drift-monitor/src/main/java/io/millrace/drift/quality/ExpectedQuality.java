package io.millrace.drift.quality;

import io.millrace.drift.estimate.Cbpe;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;

/**
 * What {@link Cbpe} expects of the predictions of a window, without keeping rows: how many rows per bucket of the calibrated probability, and
 * where in the bucket they are on average, to a 1024th of its width; beside that sums of the probabilities by answer. Accuracy and F1 are exact, the area
 * under the curve is within {@link Estimated#rocAucError}. Summaries of parts merge to the same in any order, to the bit. Not
 * safe for use by several threads.
 */
public final class ExpectedQuality {
    /** Parts of a bucket's width. */
    private static final int PARTS = 1024;

    /** {@link Cbpe} rounds expected counts to five decimals. */
    private static final double ROUNDED = 5e-6;

    private final long[] rows = new long[ScoreBuckets.COUNT];
    private final long[] parts = new long[ScoreBuckets.COUNT];
    private long yes;
    private long no;
    private long unusable;
    private ExactSum expectedOfYes = new ExactSum();
    private ExactSum expectedOfNo = new ExactSum();

    /**
     * What is expected.
     *
     * @param unusable rows without a probability, which do not count
     * @param rocAucError by how much the area is off at most from {@link Cbpe}'s on the rows
     */
    public record Estimated(Cbpe.Estimate estimate, long unusable, double rocAucError) {}

    /**
     * Counts a prediction.
     *
     * @param probability of a positive outcome, {@link Cbpe#probability} of its score; one outside [0, 1], or NaN, counts as unusable
     * @param answer whether the score reached the threshold, as the prediction says
     */
    public void add(double probability, boolean answer) {
        if (!ScoreBuckets.has(probability)) {
            unusable++;
            return;
        }
        int bucket = ScoreBuckets.indexOf(probability);
        rows[bucket]++;
        parts[bucket] += Math.round((probability - ScoreBuckets.lower(bucket)) / ScoreBuckets.width(bucket) * PARTS);
        yes += answer ? 1 : 0;
        no += answer ? 0 : 1;
        (answer ? expectedOfYes : expectedOfNo).add(probability);
    }

    /** Adds what another one counted, which is not changed. */
    public void merge(ExpectedQuality other) {
        Arrays.setAll(rows, bucket -> rows[bucket] + other.rows[bucket]);
        Arrays.setAll(parts, bucket -> parts[bucket] + other.parts[bucket]);
        yes += other.yes;
        no += other.no;
        unusable += other.unusable;
        expectedOfYes.add(other.expectedOfYes);
        expectedOfNo.add(other.expectedOfNo);
    }

    /** What is expected of all that was counted. */
    public Estimated estimate() {
        long all = yes + no;
        if (all == 0) {
            return new Estimated(new Cbpe.Estimate(0, null, null, null), unusable, 0);
        }
        double truePositive = expectedOfYes.value();
        double falseNegative = expectedOfNo.value();
        double falsePositive = yes - truePositive;
        double found = truePositive + 0.5 * (falsePositive + falseNegative);
        double accuracy = (truePositive + (no - falseNegative)) / all;
        double f1 = found == 0 ? 0 : truePositive / found;
        double positives = truePositive + falseNegative;
        double negatives = all - positives;
        return positives <= ROUNDED || negatives <= ROUNDED
                ? new Estimated(new Cbpe.Estimate(all, null, f1, accuracy), unusable, 0)
                : new Estimated(
                        new Cbpe.Estimate(all, rocAuc(), f1, accuracy), unusable, rocAucError(positives, negatives));
    }

    private double sum(int bucket) {
        return rows[bucket] * ScoreBuckets.lower(bucket)
                + ScoreBuckets.width(bucket) * ((double) parts[bucket] / PARTS);
    }

    private double rocAuc() {
        double area = 0;
        double positives = 0;
        double negatives = 0;
        for (int bucket = ScoreBuckets.COUNT - 1; bucket >= 0; bucket--) {
            double expected = sum(bucket);
            double wrong = rows[bucket] - expected;
            area += wrong * (positives + expected / 2);
            positives += expected;
            negatives += wrong;
        }
        return area / positives / negatives;
    }

    /**
     * Rows of a bucket in the right order instead of all at once add at most n^2 width / 8 to the area. That each probability is rounded, by half a part
     * at most, changes the area by as much times all rows, and both sides that it is divided by. The rest is what {@link Cbpe} rounds.
     */
    private double rocAucError(double positives, double negatives) {
        double order = 0;
        double rounding = 0;
        for (int bucket = 0; bucket < ScoreBuckets.COUNT; bucket++) {
            double width = ScoreBuckets.width(bucket);
            order += width * rows[bucket] * rows[bucket] / 8;
            rounding += width * rows[bucket] / PARTS / 2;
        }
        double all = positives + negatives;
        return order / positives / negatives
                + 2 * rounding * all / positives / negatives
                + 4 * ROUNDED * (1 / positives + 1 / negatives);
    }

    /** For each bucket with rows: buckets since the last one, rows, parts. Ended by a gap beyond the last bucket. */
    void write(ByteWriter out) {
        out.writeUnsigned(yes).writeUnsigned(no).writeUnsigned(unusable);
        expectedOfYes.write(out);
        expectedOfNo.write(out);
        int expected = 0;
        for (int bucket = 0; bucket < ScoreBuckets.COUNT; bucket++) {
            if (rows[bucket] > 0) {
                out.writeUnsigned(bucket - expected).writeUnsigned(rows[bucket]).writeUnsigned(parts[bucket]);
                expected = bucket + 1;
            }
        }
        out.writeUnsigned(ScoreBuckets.COUNT - expected);
    }

    static ExpectedQuality read(ByteReader in) {
        var summary = new ExpectedQuality();
        summary.yes = Stored.count(in);
        summary.no = Stored.count(in);
        summary.unusable = Stored.count(in);
        summary.expectedOfYes = ExactSum.read(in);
        summary.expectedOfNo = ExactSum.read(in);
        for (int bucket = Stored.bucket(0, in); bucket < ScoreBuckets.COUNT; bucket = Stored.bucket(bucket + 1, in)) {
            summary.rows[bucket] = Stored.count(in);
            summary.parts[bucket] = in.readUnsigned();
            Stored.require(
                    summary.rows[bucket] > 0
                            && summary.parts[bucket] >= 0
                            && summary.parts[bucket] <= summary.rows[bucket] * PARTS,
                    summary.parts[bucket] + " parts of " + summary.rows[bucket] + " rows");
        }
        Stored.require(
                Arrays.stream(summary.rows).sum() == summary.yes + summary.no
                        && isShare(summary.expectedOfYes, summary.yes)
                        && isShare(summary.expectedOfNo, summary.no),
                "numbers of rows that contradict each other");
        return summary;
    }

    private static boolean isShare(ExactSum expected, long rows) {
        return expected.value() >= 0 && expected.value() <= rows;
    }
}
