package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;

/**
 * How many positive and negative outcomes there were per bucket of the score, and what follows for the ranking. The values are exactly those of scores that
 * are rounded to their bucket; the true ones are within the error, which follows from the counts, too: rows in one bucket may be in
 * any order.
 */
final class RankedCounts {
    /** What {@link #write} takes at most: per bucket a gap and two counts. */
    static final int MOST_BYTES = 3 + ScoreBuckets.COUNT * (2 + 9 + 9);

    /** Up to this many terms are added up one by one. */
    private static final int FEW = 64;

    private static final double ROUNDING = 1e-12;

    private final long[] positives = new long[ScoreBuckets.COUNT];
    private final long[] negatives = new long[ScoreBuckets.COUNT];

    /**
     * Counts a pair.
     *
     * @param score in [0, 1]
     */
    void add(double score, boolean outcome) {
        (outcome ? positives : negatives)[ScoreBuckets.indexOf(score)]++;
    }

    void merge(RankedCounts other) {
        Arrays.setAll(positives, bucket -> positives[bucket] + other.positives[bucket]);
        Arrays.setAll(negatives, bucket -> negatives[bucket] + other.negatives[bucket]);
    }

    long positives() {
        return Arrays.stream(positives).sum();
    }

    long negatives() {
        return Arrays.stream(negatives).sum();
    }

    /**
     * The area under the ROC curve: how often a positive is ranked above a negative, a tie being half (Mann and Whitney, 1947). At most half
     * of the pairs of one bucket are counted wrongly.
     */
    Figure rocAuc() {
        double below = 0;
        double won = 0;
        double tied = 0;
        for (int bucket = 0; bucket < ScoreBuckets.COUNT; bucket++) {
            won += positives[bucket] * below;
            tied += (double) positives[bucket] * negatives[bucket];
            below += negatives[bucket];
        }
        double pairs = (double) positives() * negatives();
        return pairs == 0 ? Figure.UNKNOWN : Figure.within((won + tied / 2) / pairs, tied / 2 / pairs);
    }

    /**
     * Average precision as scikit-learn has it, without interpolation: the mean over positives of the precision among all rows with a
     * score as high as the positive's. Of p positives and n negatives in a bucket below t and f, no order gives one a precision above
     * (t + p) / (t + p + f), and the k-th one below (t + k) / (t + k + f + n).
     */
    Figure averagePrecision() {
        double all = positives();
        if (all == 0 || negatives() == 0) {
            return Figure.UNKNOWN;
        }
        double value = 0;
        double most = 0;
        double least = 0;
        long truths = 0;
        long wrongs = 0;
        for (int bucket = ScoreBuckets.COUNT - 1; bucket >= 0; bucket--) {
            long found = positives[bucket];
            if (found > 0) {
                double reached = truths + found;
                long others = wrongs + negatives[bucket];
                value += found * (reached / (reached + others));
                most += found * (reached / (reached + wrongs));
                least += found - others * reciprocals(truths + others, truths + others + found);
            }
            truths += found;
            wrongs += negatives[bucket];
        }
        double error = Math.max(most - value, value - least) / all;
        return Figure.within(value / all, error < ROUNDING ? 0 : error);
    }

    /** The sum of 1 / k for k above {@code from}, up to {@code to}. */
    static double reciprocals(long from, long to) {
        double sum = 0;
        long next = from;
        for (; next < to && (next < FEW || to - from <= FEW); next++) {
            sum += 1.0 / (next + 1);
        }
        return next == to ? sum : sum + harmonic(to) - harmonic(next);
    }

    /** The harmonic number less Euler's constant, by its asymptotic series; from 64 on exact up to rounding. */
    private static double harmonic(long number) {
        double n = number;
        double square = n * n;
        return StrictMath.log(n) + 1 / (2 * n) - 1 / (12 * square) + 1 / (120 * square * square);
    }

    /** For each bucket with rows: buckets since the last one, positives, negatives. Ended by a gap beyond the last bucket. */
    void write(ByteWriter out) {
        int expected = 0;
        for (int bucket = 0; bucket < ScoreBuckets.COUNT; bucket++) {
            if (positives[bucket] > 0 || negatives[bucket] > 0) {
                out.writeUnsigned(bucket - expected)
                        .writeUnsigned(positives[bucket])
                        .writeUnsigned(negatives[bucket]);
                expected = bucket + 1;
            }
        }
        out.writeUnsigned(ScoreBuckets.COUNT - expected);
    }

    static RankedCounts read(ByteReader in) {
        var counts = new RankedCounts();
        for (int bucket = Stored.bucket(0, in); bucket < ScoreBuckets.COUNT; bucket = Stored.bucket(bucket + 1, in)) {
            counts.positives[bucket] = Stored.count(in);
            counts.negatives[bucket] = Stored.count(in);
            Stored.require(counts.positives[bucket] + counts.negatives[bucket] > 0, "a bucket of no rows");
        }
        return counts;
    }
}
