package io.millrace.drift.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Confidence-based performance estimation of a binary classifier as NannyML 0.13.1 does it: a score that is a probability says how often its
 * answer is right. Scores that are none are made so by isotonic regression on a labelled reference, if that brings them closer
 * ({@link CalibrationCheck}). It sees drift of what goes into the model, not a change of what its outcomes depend on. Immutable and safe
 * for concurrent use.
 */
public final class Cbpe {
    /** NannyML rounds expected counts so. */
    private static final double DECIMALS = 1e5;

    private final Optional<IsotonicRegression> calibration;

    private Cbpe(Optional<IsotonicRegression> calibration) {
        this.calibration = calibration;
    }

    /**
     * What would be measured if labels came. A number is null if it is unknown.
     *
     * @param rows with a score
     * @param rocAuc in [0, 1]; null where all expected labels are of one class
     * @param f1 in [0, 1]; 0 where nothing is expected to be positive
     * @param accuracy in [0, 1]
     */
    public record Estimate(
            long rows,
            @Nullable Double rocAuc,
            @Nullable Double f1,
            @Nullable Double accuracy) {}

    /**
     * Learns how often scores are right.
     *
     * @param scores of the class 1, in [0, 1]
     * @param labels 0 or 1, by row
     * @throws IllegalArgumentException if a score or label is none, or there are too few: each class needs two rows, and both together eleven
     */
    public static Cbpe fit(double[] scores, int[] labels) {
        requireScoresAndLabels(scores, labels);
        return new Cbpe(
                new CalibrationCheck(scores, labels).improves()
                        ? Optional.of(IsotonicRegression.fit(scores, labels))
                        : Optional.empty());
    }

    /**
     * What was learnt before, from the points between which probabilities are on a line.
     *
     * @param scores rising; none if scores need no calibration
     * @param probabilities as many, not falling
     * @throws IllegalArgumentException if there are not as many of one as of the other
     */
    public static Cbpe of(List<Double> scores, List<Double> probabilities) {
        if (scores.size() != probabilities.size()) {
            throw new IllegalArgumentException(
                    scores.size() + " scores, but " + probabilities.size() + " probabilities");
        }
        return scores.isEmpty()
                ? uncalibrated()
                : new Cbpe(Optional.of(IsotonicRegression.through(unboxed(scores), unboxed(probabilities))));
    }

    private static double[] unboxed(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Takes scores for how often they are right, as those of a calibrated model are. */
    public static Cbpe uncalibrated() {
        return new Cbpe(Optional.empty());
    }

    static void requireScoresAndLabels(double[] scores, int[] labels) {
        if (scores.length != labels.length) {
            throw new IllegalArgumentException(scores.length + " scores, but " + labels.length + " labels");
        }
        if (!Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score of the reference is outside [0, 1]");
        }
        if (!Arrays.stream(labels).allMatch(label -> label == 0 || label == 1)) {
            throw new IllegalArgumentException("a label of the reference is neither 0 nor 1");
        }
    }

    /** Whether scores had to be calibrated. */
    public boolean isCalibrated() {
        return calibration.isPresent();
    }

    /** Scores of the points that were learnt, rising; none if scores need no calibration. */
    public List<Double> scores() {
        return calibration.map(by -> boxed(by.scores())).orElse(List.of());
    }

    /** How often these are right. */
    public List<Double> probabilities() {
        return calibration.map(by -> boxed(by.values())).orElse(List.of());
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /**
     * How often a score is right.
     *
     * @param score in [0, 1], or NaN where the model gave none
     * @return in [0, 1]; NaN for NaN
     */
    public double probability(double score) {
        return Double.isNaN(score) ? score : calibration.map(by -> by.at(score)).orElse(score);
    }

    /**
     * Estimates from scores alone.
     *
     * @param scores in [0, 1], NaN where the model gave none: such rows are left out
     * @param threshold scores at or above it are answered with 1
     * @return all null without a score
     */
    public Estimate estimate(double[] scores, double threshold) {
        double[] given =
                Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
        if (given.length == 0) {
            return new Estimate(0, null, null, null);
        }
        Arrays.sort(given);
        double[] probabilities = Arrays.stream(given).map(this::probability).toArray();
        double truePositive = 0;
        double falsePositive = 0;
        double falseNegative = 0;
        double trueNegative = 0;
        for (int i = 0; i < given.length; i++) {
            double p = probabilities[i];
            if (given[i] >= threshold) {
                truePositive += p;
                falsePositive += 1 - p;
            } else {
                falseNegative += p;
                trueNegative += 1 - p;
            }
        }
        double positives = truePositive + 0.5 * (falsePositive + falseNegative);
        return new Estimate(
                given.length,
                rocAuc(probabilities),
                positives == 0 ? 0 : truePositive / positives,
                (truePositive + trueNegative) / given.length);
    }

    /** The area under the curve that expected counts make, from the highest score down. */
    private static @Nullable Double rocAuc(double[] probabilities) {
        double positives = rounded(Arrays.stream(probabilities).sum());
        double negatives =
                rounded(probabilities.length - Arrays.stream(probabilities).sum());
        if (positives == 0 || negatives == 0) {
            return null;
        }
        double expected = 0;
        double area = 0;
        double before = 0;
        double falseBefore = 0;
        for (int i = 0; i < probabilities.length; i++) {
            expected += probabilities[probabilities.length - 1 - i];
            double found = rounded(expected);
            double wrong = rounded(1 + i - expected);
            area += (wrong - falseBefore) / negatives * (found + before) / positives / 2;
            before = found;
            falseBefore = wrong;
        }
        return area;
    }

    private static double rounded(double count) {
        return Math.rint(count * DECIMALS) / DECIMALS;
    }
}
