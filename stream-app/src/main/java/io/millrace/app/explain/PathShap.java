package io.millrace.app.explain;

/**
 * TreeSHAP as it was first published (Lundberg et al., "Consistent Individualized Feature Attribution for Tree Ensembles", 2019,
 * algorithm 2): Shapley values of trees, where a feature that is not known sends a row down both sides of a branch, in the proportion
 * in which the rows of the training went. They add up to the difference between the row's sum and the mean of the training. The
 * same as Python's {@code shap.TreeExplainer(model)} has.
 *
 * <p>Time grows with the leaves of all trees times the square of their depth, and memory with the square of the depth.
 */
final class PathShap implements Contributions.RowByRow {
    private final Trees trees;
    private final Forest forest;
    private final Path[] paths;
    private double[] row = {};
    private double[] sums = {};

    /** @param trees that have covers */
    PathShap(Trees trees) {
        this.trees = trees;
        this.forest = trees.forest();
        this.paths = new Path[forest.depth() + 2];
        for (int level = 0; level < paths.length; level++) {
            paths[level] = new Path(level + 1);
        }
    }

    /**
     * The features on the way to a node, each once, behind an entry that stands for none. Of the feature at i, {@code zeros[i]} is the
     * share of rows that come by where it is not known, and {@code ones[i]} is 1 where the row itself does, else 0.
     * {@code weights[i]} is the part of all sets of these features that have i members.
     */
    private static final class Path {
        private final int[] features;
        private final double[] zeros;
        private final double[] ones;
        private final double[] weights;
        private int last = -1;

        Path(int size) {
            features = new int[size];
            zeros = new double[size];
            ones = new double[size];
            weights = new double[size];
        }

        void copy(Path from) {
            last = from.last;
            System.arraycopy(from.features, 0, features, 0, last + 1);
            System.arraycopy(from.zeros, 0, zeros, 0, last + 1);
            System.arraycopy(from.ones, 0, ones, 0, last + 1);
            System.arraycopy(from.weights, 0, weights, 0, last + 1);
        }

        void extend(int feature, double zero, double one) {
            last++;
            features[last] = feature;
            zeros[last] = zero;
            ones[last] = one;
            weights[last] = last == 0 ? 1 : 0;
            for (int i = last - 1; i >= 0; i--) {
                weights[i + 1] += one * weights[i] * (i + 1) / (last + 1);
                weights[i] = zero * weights[i] * (last - i) / (last + 1);
            }
        }

        /** Takes a feature out again. */
        void unwind(int at) {
            double zero = zeros[at];
            double one = ones[at];
            double next = weights[last];
            for (int i = last - 1; i >= 0; i--) {
                if (one == 0) {
                    weights[i] = weights[i] * (last + 1) / (zero * (last - i));
                } else {
                    double before = weights[i];
                    weights[i] = next * (last + 1) / ((i + 1) * one);
                    next = before - weights[i] * zero * (last - i) / (last + 1);
                }
            }
            for (int i = at; i < last; i++) {
                features[i] = features[i + 1];
                zeros[i] = zeros[i + 1];
                ones[i] = ones[i + 1];
            }
            last--;
        }

        /** What the weights would add up to with a feature taken out. */
        double unwoundSum(int at) {
            double zero = zeros[at];
            double one = ones[at];
            double next = weights[last];
            double sum = 0;
            for (int i = last - 1; i >= 0; i--) {
                if (one == 0) {
                    sum += weights[i] / (zero * (last - i));
                } else {
                    double part = next / ((i + 1) * one);
                    sum += part;
                    next = weights[i] - part * zero * (last - i);
                }
            }
            return sum * (last + 1);
        }

        /** The place of a feature; 0 if it is not there. */
        int find(int feature) {
            for (int i = last; i > 0; i--) {
                if (features[i] == feature) {
                    return i;
                }
            }
            return 0;
        }
    }

    @Override
    public double[] of(double[] numbers) {
        row = numbers;
        sums = new double[numbers.length];
        for (int tree = 0; tree < trees.count(); tree++) {
            var path = paths[0];
            path.last = -1;
            path.extend(-1, 1, 1);
            walk(trees.root(tree), 0);
        }
        return sums;
    }

    /** Adds what the leaves below a node add; the path of this level leads to it. */
    private void walk(int node, int level) {
        var path = paths[level];
        if (forest.isLeaf(node)) {
            double value = trees.value(node);
            for (int i = 1; i <= path.last; i++) {
                sums[path.features[i]] += path.unwoundSum(i) * (path.ones[i] - path.zeros[i]) * value;
            }
            return;
        }
        int feature = forest.feature(node);
        int hot = forest.next(node, row);
        int cold = forest.other(node, hot);
        double cover = forest.cover(hot) + forest.cover(cold);
        int before = path.find(feature);
        double zero = before == 0 ? 1 : path.zeros[before];
        double one = before == 0 ? 1 : path.ones[before];
        if (before > 0) {
            path.unwind(before);
        }
        paths[level + 1].copy(path);
        paths[level + 1].extend(feature, zero * forest.cover(hot) / cover, one);
        walk(hot, level + 1);
        paths[level + 1].copy(path);
        paths[level + 1].extend(feature, zero * forest.cover(cold) / cover, 0);
        walk(cold, level + 1);
    }
}
