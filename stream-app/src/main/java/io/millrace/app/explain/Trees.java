package io.millrace.app.explain;

import java.util.Arrays;

/** Trees whose leaves are added up. Immutable. */
final class Trees {
    private final Forest forest;
    private final int[] roots;
    private final double[] values;
    private final double base;

    /**
     * Trees of a forest.
     *
     * @param values of the leaves, by node; trees all of whose leaves are 0 are left out
     * @param base what is added to the leaves
     */
    Trees(Forest forest, double[] values, double base) {
        this.forest = forest;
        this.values = values.clone();
        this.base = base;
        var needed = new boolean[forest.nodes()];
        for (int node = 0; node < values.length; node++) {
            needed[forest.tree(node)] |= values[node] != 0;
        }
        this.roots = Arrays.stream(forest.trunks())
                .filter(root -> needed[forest.tree(root)])
                .toArray();
    }

    Forest forest() {
        return forest;
    }

    int count() {
        return roots.length;
    }

    /** The first node of a tree. */
    int root(int tree) {
        return roots[tree];
    }

    /** What a leaf adds. */
    double value(int leaf) {
        return values[leaf];
    }

    /** What all trees add up to for a row. */
    double sum(double[] row) {
        double sum = base;
        for (int root : roots) {
            int node = root;
            while (!forest.isLeaf(node)) {
                node = forest.next(node, row);
            }
            sum += values[node];
        }
        return sum;
    }
}
