package io.millrace.drift.estimate;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far a measure of so many rows is from what it would be of very many: the standard errors of NannyML 0.13.1, learnt from a labelled reference. An
 * estimate's confidence band is three of them to either side. What the reference cannot say, for it has no positives, is null. Immutable.
 *
 * @param rocAuc by the ranks of positives (Mann and Whitney's U as a mean over them); of one row, as the others: divided by the root of the rows
 * @param f1 by true positives, and false ones of either kind, as a weighted mean over those three
 * @param accuracy of right answers
 */
public record SamplingError(
        @Nullable Double rocAuc,
        @Nullable Double f1,
        @Nullable Double accuracy) {
    private static final double WIDTH = 3;

    /**
     * From where to where a measure may be by chance.
     *
     * @param lower at least 0
     * @param upper at most 1
     */
    public record Band(double lower, double upper) {}

    /**
     * Learns from a reference.
     *
     * @param scores in [0, 1]
     * @param labels 0 or 1, by row
     * @param threshold scores at or above it are answered with 1
     * @throws IllegalArgumentException if a score or label is none
     */
    public static SamplingError of(double[] scores, int[] labels, double threshold) {
        Cbpe.requireScoresAndLabels(scores, labels);
        double rows = labels.length;
        double truths = count(scores, labels, threshold, true, 1);
        double wrongs = count(scores, labels, threshold, true, 0);
        double missed = count(scores, labels, threshold, false, 1);
        double relevant = truths + wrongs + missed;
        double scale = relevant / (truths + (wrongs + missed) / 2);
        double right = (rows - wrongs - missed) / rows;
        return new SamplingError(
                rocAuc(scores, labels),
                relevant == 0 ? null : scale * deviation(truths / relevant) / Math.sqrt(relevant / rows),
                rows == 0 ? null : deviation(right));
    }

    private static long count(double[] scores, int[] labels, double threshold, boolean answer, int label) {
        return IntStream.range(0, labels.length)
                .filter(row -> (scores[row] >= threshold) == answer && labels[row] == label)
                .count();
    }

    /** Of a number that is 1 with this probability, else 0. */
    private static double deviation(double share) {
        return Math.sqrt(share * (1 - share));
    }

    /**
     * The standard deviation, over the rarer class, of the share of the other that is ranked below; a tie is half. Scores are turned around if it is
     * class 0.
     */
    private static @Nullable Double rocAuc(double[] scores, int[] labels) {
        int ones = IntStream.of(labels).sum();
        int rarer = 2 * ones > labels.length ? 0 : 1;
        double[] few = ofClass(scores, labels, rarer, rarer == 0);
        double[] many = ofClass(scores, labels, 1 - rarer, rarer == 0);
        if (few.length == 0 || many.length == 0) {
            return null;
        }
        // NannyML loses the row that is ranked lowest of all if it is of the rarer class
        int first = few[0] < many[0] ? 1 : 0;
        double mean = 0;
        double squares = 0;
        int below = 0;
        int notAbove = 0;
        for (int i = first; i < few.length; i++) {
            while (below < many.length && many[below] < few[i]) {
                below++;
            }
            while (notAbove < many.length && many[notAbove] <= few[i]) {
                notAbove++;
            }
            double share = (below + notAbove) / 2.0 / many.length;
            double apart = share - mean;
            mean += apart / (i - first + 1);
            squares += apart * (share - mean);
        }
        int counted = few.length - first;
        return counted == 0 ? null : Math.sqrt(squares / counted) / Math.sqrt((double) few.length / labels.length);
    }

    private static double[] ofClass(double[] scores, int[] labels, int label, boolean turned) {
        return IntStream.range(0, labels.length)
                .filter(row -> labels[row] == label)
                .mapToDouble(row -> turned ? 1 - scores[row] : scores[row])
                .sorted()
                .toArray();
    }

    /**
     * The confidence band of an estimate.
     *
     * @param value in [0, 1]; null if it is unknown
     * @param ofOneRow one of this record's components
     * @param rows that were estimated from
     * @return null if anything is unknown
     */
    public static @Nullable Band band(@Nullable Double value, @Nullable Double ofOneRow, long rows) {
        if (value == null || ofOneRow == null || rows == 0) {
            return null;
        }
        double half = WIDTH * ofOneRow / Math.sqrt((double) rows);
        return new Band(Math.max(0, value - half), Math.min(1, value + half));
    }
}
