package io.millrace.drift.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The increasing function closest to labels by squares, found by pooling neighbours that are out of order (Barlow et al., 1972), between its
 * points a line: scikit-learn's {@code IsotonicRegression(out_of_bounds="clip")}. Immutable.
 */
final class IsotonicRegression {
    /** Scores closer than this are one. */
    private static final double RESOLUTION = 1e-15;

    private final double[] scores;
    private final double[] values;

    private IsotonicRegression(double[] scores, double[] values) {
        this.scores = scores;
        this.values = values;
    }

    /** Scores from one to another, with the mean of their labels. */
    private record Block(int first, int last, double weight, double mean) {
        Block with(Block next) {
            double both = weight + next.weight;
            return new Block(first, next.last, both, (weight * mean + next.weight * next.mean) / both);
        }
    }

    /**
     * Fits labels.
     *
     * @param scores finite, at least one
     * @param labels 0 or 1
     */
    static IsotonicRegression fit(double[] scores, int[] labels) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var distinct = new ArrayList<Double>();
        var pooled = new ArrayList<Block>();
        int at = 0;
        while (at < order.length) {
            double score = scores[order[at]];
            double sum = 0;
            int from = at;
            for (; at < order.length && scores[order[at]] - score < RESOLUTION; at++) {
                sum += labels[order[at]];
            }
            distinct.add(score);
            int place = distinct.size() - 1;
            pool(pooled, new Block(place, place, at - from, sum / (at - from)));
        }
        return of(distinct, pooled);
    }

    /**
     * One that was fitted before.
     *
     * @param scores rising, at least one
     * @param values of these, not falling
     */
    static IsotonicRegression through(double[] scores, double[] values) {
        return new IsotonicRegression(scores.clone(), values.clone());
    }

    /** Of its points; a copy. */
    double[] scores() {
        return scores.clone();
    }

    /** At its points; a copy. */
    double[] values() {
        return values.clone();
    }

    private static void pool(List<Block> pooled, Block next) {
        var block = next;
        while (!pooled.isEmpty() && pooled.get(pooled.size() - 1).mean >= block.mean) {
            block = pooled.remove(pooled.size() - 1).with(block);
        }
        pooled.add(block);
    }

    private static IsotonicRegression of(List<Double> distinct, List<Block> pooled) {
        var scores = new ArrayList<Double>();
        var values = new ArrayList<Double>();
        for (var block : pooled) {
            scores.add(distinct.get(block.first));
            values.add(block.mean);
            if (block.last > block.first) {
                scores.add(distinct.get(block.last));
                values.add(block.mean);
            }
        }
        return new IsotonicRegression(unboxed(scores), unboxed(values));
    }

    private static double[] unboxed(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** How often a score is right; beyond the scores it was fitted to, as at the nearest. */
    double at(double score) {
        if (score <= scores[0]) {
            return values[0];
        }
        int last = scores.length - 1;
        if (score >= scores[last]) {
            return values[last];
        }
        int below = 0;
        int above = last;
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (scores[middle] <= score) {
                below = middle;
            } else {
                above = middle;
            }
        }
        double slope = (values[above] - values[below]) / (scores[above] - scores[below]);
        return slope * (score - scores[below]) + values[below];
    }
}
