package io.millrace.app.explain;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Where rows go in some trees: all but the leaves' values. Immutable. */
final class Forest {
    /** Trees are walked by recursion, and no sensible one is nearly as deep. */
    static final int MOST_DEPTH = 500;

    private static final int NOBODY = -1;

    private final Branch[] branches;
    private final int[] features;
    private final double[] thresholds;
    private final boolean[] missingHolds;
    private final int[] whenTrue;
    private final int[] whenFalse;
    private final double[] covers;
    private final boolean inFloats;
    private final int[] roots;
    private final int[] trees;
    private final int depth;

    /**
     * A place in a tree.
     *
     * @param feature whose value is compared, by its place in a row
     * @param missingHolds whether a missing value goes where a comparison that holds does
     * @param whenTrue the number of the node that comes next if the comparison holds
     * @param whenFalse the number of the node that comes next if not
     * @param cover how many rows of the training came by here; 0 if that is not known
     */
    record Node(
            Branch branch,
            int feature,
            double threshold,
            boolean missingHolds,
            int whenTrue,
            int whenFalse,
            double cover) {
        static Node leaf(double cover) {
            return new Node(Branch.LEAF, NOBODY, 0, false, NOBODY, NOBODY, cover);
        }

        boolean isLeaf() {
            return branch == Branch.LEAF;
        }
    }

    /**
     * The trees of these nodes.
     *
     * @param nodes by number
     * @param inFloats whether a row's values are rounded to 32 bits before they are compared
     * @throws NotTreesException if some node is below several others or below itself, or the trees are too deep
     */
    Forest(List<Node> nodes, boolean inFloats) throws NotTreesException {
        this.branches = nodes.stream().map(Node::branch).toArray(Branch[]::new);
        this.features = nodes.stream().mapToInt(Node::feature).toArray();
        this.thresholds = nodes.stream().mapToDouble(Node::threshold).toArray();
        this.missingHolds = new boolean[nodes.size()];
        this.whenTrue = nodes.stream().mapToInt(Node::whenTrue).toArray();
        this.whenFalse = nodes.stream().mapToInt(Node::whenFalse).toArray();
        this.covers = nodes.stream().mapToDouble(Node::cover).toArray();
        this.inFloats = inFloats;
        for (int i = 0; i < missingHolds.length; i++) {
            missingHolds[i] = nodes.get(i).missingHolds();
        }
        this.roots = roots();
        this.trees = new int[nodes.size()];
        this.depth = grow();
    }

    private int[] roots() throws NotTreesException {
        var below = new boolean[branches.length];
        for (int i = 0; i < branches.length; i++) {
            if (!isLeaf(i)) {
                for (int next : new int[] {whenTrue[i], whenFalse[i]}) {
                    if (next < 0 || next >= branches.length || below[next]) {
                        throw new NotTreesException("its trees are none: node " + next + " is below several");
                    }
                    below[next] = true;
                }
            }
        }
        return IntStream.range(0, below.length).filter(i -> !below[i]).toArray();
    }

    /** Finds every node's tree, and the greatest depth. */
    private int grow() throws NotTreesException {
        Arrays.fill(trees, NOBODY);
        var depths = new int[branches.length];
        int deepest = 0;
        var waiting = new ArrayDeque<Integer>();
        for (int tree = 0; tree < roots.length; tree++) {
            trees[roots[tree]] = tree;
            waiting.add(roots[tree]);
        }
        while (!waiting.isEmpty()) {
            int node = waiting.remove();
            deepest = Math.max(deepest, depths[node]);
            if (!isLeaf(node)) {
                for (int next : new int[] {whenTrue[node], whenFalse[node]}) {
                    trees[next] = trees[node];
                    depths[next] = depths[node] + 1;
                    waiting.add(next);
                }
            }
        }
        if (deepest > MOST_DEPTH || Arrays.stream(trees).anyMatch(tree -> tree == NOBODY)) {
            throw new NotTreesException("its trees are none, or deeper than " + MOST_DEPTH);
        }
        return deepest;
    }

    int nodes() {
        return branches.length;
    }

    /** The trees' first nodes. */
    int[] trunks() {
        return roots.clone();
    }

    /** The number of a node's tree, from 0. */
    int tree(int node) {
        return trees[node];
    }

    boolean isLeaf(int node) {
        return branches[node] == Branch.LEAF;
    }

    /** Whose value a node compares. */
    int feature(int node) {
        return features[node];
    }

    /** The node after one that is no leaf, for a row. */
    int next(int node, double[] row) {
        double value = inFloats ? (float) row[features[node]] : row[features[node]];
        boolean holds = branches[node].holds(value, thresholds[node]) || (missingHolds[node] && Double.isNaN(value));
        return holds ? whenTrue[node] : whenFalse[node];
    }

    /** The node beside one, below the same branch. */
    int other(int branch, int next) {
        return next == whenTrue[branch] ? whenFalse[branch] : whenTrue[branch];
    }

    double cover(int node) {
        return covers[node];
    }

    /** Most branches above any leaf. */
    int depth() {
        return depth;
    }

    /** Whether it is known how many rows of the training came by every node: as many as by the two below it together. */
    boolean hasCovers() {
        for (int i = 0; i < branches.length; i++) {
            if (!isLeaf(i)) {
                double one = covers[whenTrue[i]];
                double two = covers[whenFalse[i]];
                if (!(one > 0 && two > 0 && Math.abs(one + two - covers[i]) <= 1e-3 * covers[i])) { // NaN fails too
                    return false;
                }
            }
        }
        return true;
    }
}
