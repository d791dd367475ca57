package io.millrace.drift.estimate;

import io.millrace.drift.random.NumpyRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether calibration brings scores closer to how often they are right: NannyML's {@code needs_calibration}. A tenth of the rows is put aside ten
 * times, as scikit-learn's {@code StratifiedShuffleSplit(random_state=42)} does, calibrated by the others; of all that was put aside the expected
 * calibration error must be smaller than before. Ranks nearly perfect, or labels of one class, need no calibration.
 */
final class CalibrationCheck {
    private static final int SPLITS = 10;
    private static final int BINS = 10;
    private static final int SEED = 42;
    private static final double TEST_SHARE = 0.1;
    private static final double PERFECT_AUC = 0.999;

    private final double[] scores;
    private final int[] labels;

    CalibrationCheck(double[] scores, int[] labels) {
        this.scores = scores;
        this.labels = labels;
    }

    /** A row that was put aside. */
    private record Row(double score, double calibrated, int label) {}

    boolean improves() {
        int[][] classes = {ofClass(0), ofClass(1)};
        if (classes[0].length == 0 || classes[1].length == 0) {
            return false;
        }
        int tests = (int) Math.ceil(TEST_SHARE * scores.length);
        if (Math.min(classes[0].length, classes[1].length) < 2 || tests < 2) {
            throw new IllegalArgumentException("too few rows to say whether scores are probabilities: "
                    + classes[0].length + " of class 0, " + classes[1].length + " of class 1");
        }
        if (rocAuc(classes[1].length) > PERFECT_AUC) {
            return false;
        }
        var aside = aside(classes, tests);
        return error(aside, Comparator.comparingDouble(Row::score), false)
                > error(aside, Comparator.comparingDouble(Row::calibrated), true);
    }

    private int[] ofClass(int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    /** By ranks, ties in the middle (Mann and Whitney, 1947). */
    private double rocAuc(int positives) {
        int[] order = byScore();
        double ranks = 0;
        int at = 0;
        while (at < order.length) {
            int from = at;
            int found = 0;
            for (; at < order.length && scores[order[at]] == scores[order[from]]; at++) {
                found += labels[order[at]];
            }
            ranks += found * (from + 1 + at) / 2.0;
        }
        double negatives = order.length - positives;
        return (ranks - positives * (positives + 1.0) / 2) / (positives * negatives);
    }

    private int[] byScore() {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Row> aside(int[][] classes, int tests) {
        var random = NumpyRandom.of(SEED);
        var rows = new ArrayList<Row>();
        for (int split = 0; split < SPLITS; split++) {
            int[] sizes = {classes[0].length, classes[1].length};
            int[] trained = proportional(sizes, scores.length - tests, random);
            int[] left = {sizes[0] - trained[0], sizes[1] - trained[1]};
            int[] tested = proportional(left, tests, random);
            var train = new ArrayList<Integer>();
            var test = new ArrayList<Integer>();
            for (int label = 0; label < 2; label++) {
                int[] order = random.permutation(sizes[label]);
                for (int i = 0; i < trained[label] + tested[label]; i++) {
                    (i < trained[label] ? train : test).add(classes[label][order[i]]);
                }
            }
            int[] shuffled = random.permutation(train.size());
            int[] shuffledTest = random.permutation(test.size());
            var regression = IsotonicRegression.fit(
                    IntStream.of(shuffled)
                            .mapToDouble(i -> scores[train.get(i)])
                            .toArray(),
                    IntStream.of(shuffled).map(i -> labels[train.get(i)]).toArray());
            for (int i : shuffledTest) {
                int row = test.get(i);
                rows.add(new Row(scores[row], regression.at(scores[row]), labels[row]));
            }
        }
        return rows;
    }

    /** So many draws in the proportion of two classes; a draw left over goes to the larger remainder, of equal ones to a random one. */
    private static int[] proportional(int[] sizes, int draws, NumpyRandom random) {
        double all = sizes[0] + sizes[1];
        double[] exact = {sizes[0] / all * draws, sizes[1] / all * draws};
        int[] counts = {(int) Math.floor(exact[0]), (int) Math.floor(exact[1])};
        int missing = draws - counts[0] - counts[1];
        double first = exact[0] - counts[0];
        double second = exact[1] - counts[1];
        if (missing > 0 && first == second) {
            int[] order = random.permutation(2);
            for (int i = 0; i < Math.min(2, missing); i++) {
                counts[order[i]]++;
            }
        } else if (missing > 0) {
            counts[first > second ? 0 : 1]++;
            if (missing > 1) {
                counts[first > second ? 1 : 0]++;
            }
        }
        return counts;
    }

    /** The expected calibration error over bins of equally many rows: how far a bin's mean score is from its share of ones. */
    private static double error(List<Row> rows, Comparator<Row> order, boolean calibrated) {
        var sorted = rows.stream().sorted(order).toList();
        int size = sorted.size() / BINS; // what is put aside is a multiple of ten
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double expected = 0;
            double ones = 0;
            for (var row : sorted.subList(bin * size, (bin + 1) * size)) {
                expected += calibrated ? row.calibrated : row.score;
                ones += row.label;
            }
            error += (double) size / sorted.size() * Math.abs(expected / size - ones / size);
        }
        return error;
    }
}
