package io.millrace.app.explain;

/**
 * Exact Shapley values of trees against one other row: of all orders in which the other row's values can be replaced with the row's
 * own, one by one, what each replacement adds on average. They add up to the difference of the two rows' sums. This is
 * TreeSHAP in its interventional form with one background row (Lundberg et al., "From local explanations to global understanding
 * with explainable AI for trees", 2020, algorithm 3).
 *
 * <p>A leaf is reached by a set of features exactly if those on its path that lead there only with the row's own value, a of them,
 * are in the set, and those that lead there only with the other row's, b of them, are not. Each of the first then adds the leaf's
 * value times (a - 1)! b! / (a + b)!, and each of the second takes it times a! (b - 1)! / (a + b)!.
 *
 * <p>Time grows with the leaves that some mixture of the two rows reaches, at most all, times the features on their paths.
 */
final class BaselineShap implements Contributions.RowByRow {
    private final Trees trees;
    private final Forest forest;
    private final Baseline baseline;
    private final double[][] weights;
    private final boolean[] ours;
    private final boolean[] theirs;
    private final int[] path;
    private double[] row = {};
    private double[] other = {};
    private double[] sums = {};

    BaselineShap(Trees trees, Baseline baseline) {
        this.trees = trees;
        this.forest = trees.forest();
        this.baseline = baseline;
        int longest = Math.min(forest.depth(), baseline.features());
        this.weights = weights(longest + 1);
        this.ours = new boolean[baseline.features()];
        this.theirs = new boolean[baseline.features()];
        this.path = new int[longest];
    }

    /** [a][b] is a! b! / (a + b + 1)!, for a + b below a size. */
    private static double[][] weights(int size) {
        var weights = new double[size][];
        for (int a = 0; a < size; a++) {
            weights[a] = new double[size - a];
            weights[a][0] = 1.0 / (a + 1);
            for (int b = 1; b < size - a; b++) {
                weights[a][b] = weights[a][b - 1] * b / (a + b + 1);
            }
        }
        return weights;
    }

    @Override
    public double[] of(double[] numbers) {
        row = numbers;
        other = baseline.beside(numbers);
        sums = new double[numbers.length];
        for (int tree = 0; tree < trees.count(); tree++) {
            walk(trees.root(tree), 0, 0);
        }
        return sums;
    }

    /**
     * Adds what the leaves below a node add.
     *
     * @param own features on the path to it that have the row's value
     * @param others features on the path to it that have the other row's
     */
    private void walk(int node, int own, int others) {
        if (forest.isLeaf(node)) {
            add(trees.value(node), own, others);
            return;
        }
        int feature = forest.feature(node);
        int withOurs = forest.next(node, row);
        int withTheirs = forest.next(node, other);
        if (withOurs == withTheirs || ours[feature]) {
            walk(withOurs, own, others);
        } else if (theirs[feature]) {
            walk(withTheirs, own, others);
        } else {
            path[own + others] = feature;
            ours[feature] = true;
            walk(withOurs, own + 1, others);
            ours[feature] = false;
            theirs[feature] = true;
            walk(withTheirs, own, others + 1);
            theirs[feature] = false;
        }
    }

    private void add(double value, int own, int others) {
        double added = own == 0 ? 0 : value * weights[own - 1][others];
        double taken = others == 0 ? 0 : value * weights[own][others - 1];
        for (int i = 0; i < own + others; i++) {
            sums[path[i]] += ours[path[i]] ? added : -taken;
        }
    }
}
