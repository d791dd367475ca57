package io.millrace.app.explain;

import io.millrace.app.explain.Forest.Node;
import io.millrace.app.gate.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads trees out of the attributes of {@code TreeEnsembleRegressor} and {@code TreeEnsembleClassifier}, as ONNX Runtime does. */
final class TreeReader {
    static final String REGRESSOR = "TreeEnsembleRegressor";
    static final String CLASSIFIER = "TreeEnsembleClassifier";

    private final OnnxGraph.Node operator;
    private final String leaves;
    private final Forest forest;
    private final int[] leafNodes;
    private final double[] leafOutputs;
    private final double[] leafWeights;
    private final double[] bases;
    private final int outputs;
    private final boolean twoClasses;
    private final boolean positive;

    /**
     * Reads all but the leaves.
     *
     * @param columns for every number of the operator's input, the place of the feature in a row
     * @param inFloats whether values have been rounded to 32 bits on their way
     */
    TreeReader(OnnxGraph.Node operator, int[] columns, boolean inFloats) throws NotTreesException {
        this.operator = operator;
        this.leaves = operator.operator().equals(CLASSIFIER) ? "class_" : "target_";
        var places = new HashMap<Long, Integer>();
        this.forest = new Forest(nodes(columns, places), inFloats);
        this.leafOutputs = operator.numbers(leaves + "ids");
        this.leafWeights = reals(leaves + "weights");
        this.leafNodes = leafNodes(places);
        this.bases = reals("base_values");
        this.positive = Arrays.stream(leafWeights).allMatch(weight -> weight >= 0);
        int classes = Math.max(
                operator.numbers("classlabels_int64s").length,
                operator.texts("classlabels_strings").size());
        this.twoClasses = classes == 2 && Arrays.stream(leafOutputs).distinct().count() == 1;
        this.outputs = operator.operator().equals(CLASSIFIER)
                ? classes
                : (int) Arrays.stream(operator.numbers("n_targets")).findFirst().orElse(1);
        if (!text("aggregate_function", "SUM").equals("SUM") && !isAverage()) {
            throw new NotTreesException("its trees are put together by " + text("aggregate_function", ""));
        }
    }

    private boolean isAverage() {
        return text("aggregate_function", "SUM").equals("AVERAGE");
    }

    /** Numbers that there is for a row: classes, or targets. */
    int outputs() {
        return outputs;
    }

    Link link() throws NotTreesException {
        var transform = text("post_transform", "NONE");
        return switch (transform) {
            case "NONE" -> Link.NONE;
            case "LOGISTIC" -> twoClasses && positive ? Link.NONE : Link.LOGISTIC; // so does ONNX Runtime
            case "SOFTMAX", "SOFTMAX_ZERO" -> Link.SOFTMAX;
            default -> throw new NotTreesException("its trees' sums become scores by " + transform);
        };
    }

    /**
     * The trees of one output. Of two classes whose leaves speak of one alone, the second has the sum, and the first its negative,
     * or what it lacks of 1 where no leaf is negative.
     *
     * @param output in [0, {@link #outputs})
     */
    Trees trees(int output) {
        var values = new double[forest.nodes()];
        double share = isAverage() ? 1.0 / forest.trunks().length : 1;
        double sign = twoClasses && output == 0 ? -1 : 1;
        for (int i = 0; i < leafNodes.length; i++) {
            if (twoClasses || leafOutputs[i] == output) {
                values[leafNodes[i]] += sign * share * leafWeights[i];
            }
        }
        double base = bases.length == 0 ? 0 : bases[Math.min(output, bases.length - 1)];
        return new Trees(forest, values, sign * base + (sign < 0 && positive ? 1 : 0));
    }

    private List<Node> nodes(int[] columns, Map<Long, Integer> places) throws NotTreesException {
        var treeIds = operator.numbers("nodes_treeids");
        var nodeIds = sameSize(operator.numbers("nodes_nodeids"), treeIds.length);
        for (int i = 0; i < treeIds.length; i++) {
            if (places.put(place(treeIds[i], nodeIds[i]), i) != null) {
                throw new NotTreesException("its trees have one node twice");
            }
        }
        var modes = operator.texts("nodes_modes");
        if (treeIds.length == 0 || modes.size() != treeIds.length) {
            throw new NotTreesException("its trees have no nodes, or some of no kind");
        }
        var features = sameSize(operator.numbers("nodes_featureids"), treeIds.length);
        var thresholds = sameSize(reals("nodes_values"), treeIds.length);
        var whenTrue = sameSize(operator.numbers("nodes_truenodeids"), treeIds.length);
        var whenFalse = sameSize(operator.numbers("nodes_falsenodeids"), treeIds.length);
        var missing = zerosIfNone(operator.numbers("nodes_missing_value_tracks_true"), treeIds.length);
        var covers = zerosIfNone(reals("nodes_hitrates"), treeIds.length);
        var nodes = new ArrayList<Node>(treeIds.length);
        for (int i = 0; i < treeIds.length; i++) {
            var branch = Branch.named(modes.get(i));
            if (branch == Branch.LEAF) {
                nodes.add(Node.leaf(covers[i]));
                continue;
            }
            if (!(features[i] >= 0 && features[i] < columns.length)) {
                throw new NotTreesException("its trees look at a feature " + features[i] + " of " + columns.length);
            }
            nodes.add(new Node(
                    branch,
                    columns[(int) features[i]],
                    thresholds[i],
                    missing[i] != 0,
                    find(places, treeIds[i], whenTrue[i]),
                    find(places, treeIds[i], whenFalse[i]),
                    covers[i]));
        }
        return nodes;
    }

    private int[] leafNodes(Map<Long, Integer> places) throws NotTreesException {
        var treeIds = sameSize(operator.numbers(leaves + "treeids"), leafWeights.length);
        var nodeIds = sameSize(operator.numbers(leaves + "nodeids"), leafWeights.length);
        sameSize(leafOutputs, leafWeights.length);
        var nodes = new int[leafWeights.length];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = find(places, treeIds[i], nodeIds[i]);
        }
        return nodes;
    }

    private static int find(Map<Long, Integer> places, double tree, double node) throws NotTreesException {
        var place = places.get(place(tree, node));
        if (place == null) {
            throw new NotTreesException("its trees have no node " + (long) node + " where they name one");
        }
        return place;
    }

    private static long place(double tree, double node) {
        return ((long) tree << Integer.SIZE) | ((long) node & 0xffffffffL);
    }

    /** Numbers that newer files may have as a tensor. */
    private double[] reals(String attribute) {
        var numbers = operator.numbers(attribute);
        return numbers.length > 0 ? numbers : operator.numbers(attribute + "_as_tensor");
    }

    private String text(String attribute, String otherwise) {
        var texts = operator.texts(attribute);
        return texts.isEmpty() ? otherwise : texts.get(0);
    }

    private static double[] sameSize(double[] numbers, int size) throws NotTreesException {
        if (numbers.length != size) {
            throw new NotTreesException("its trees' lists are of different lengths");
        }
        return numbers;
    }

    private static double[] zerosIfNone(double[] numbers, int size) throws NotTreesException {
        return numbers.length == 0 ? new double[size] : sameSize(numbers, size);
    }
}
