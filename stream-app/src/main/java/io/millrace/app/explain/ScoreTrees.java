package io.millrace.app.explain;

import io.millrace.app.gate.OnnxGraph;
import io.millrace.app.gate.OnnxGraph.Node;
import io.millrace.app.model.ModelInput;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.enrich.definition.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the trees that a model's score is made of, if it is: nothing but them between the features and the score. That they are read
 * rightly is not taken for granted: they must give every golden row its score.
 *
 * @param trees over rows of the pipeline; they add up to the score, or to what the link makes the score of
 */
record ScoreTrees(Trees trees, Link link) {
    /** How far from a golden row's score they may be, and as many times more as it is greater than 1: sums of floats are not exact. */
    private static final double AGREEMENT = 1e-4;

    private static final Set<String> TREES = Set.of(TreeReader.REGRESSOR, TreeReader.CLASSIFIER);

    /** Operators after trees that leave scores as they are; that a product is by 1, golden rows show. */
    private static final Set<String> AFTER =
            Set.of("Identity", "Cast", "ZipMap", "Mul", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    /**
     * The trees of a model.
     *
     * @param features of the pipeline, in the order of its rows
     */
    static ScoreTrees find(OnnxGraph graph, ModelManifest manifest, ScoreOutput score, List<Feature> features)
            throws NotTreesException {
        var names = features.stream().map(Feature::name).toList();
        var path = new ArrayList<Node>();
        var operator = maker(graph, score.name(), path);
        var inputs = new Inputs(graph, manifest);
        var columns = inputs.columns(operator.inputs().get(0)).stream()
                .mapToInt(names::indexOf)
                .toArray();
        if (Arrays.stream(columns).anyMatch(column -> column < 0)) {
            throw new NotTreesException("it takes features that the pipeline has not");
        }
        var reader = new TreeReader(operator, columns, inputs.inFloats);
        int output = output(score, path, reader.outputs());
        var trees = new ScoreTrees(reader.trees(output), reader.link());
        trees.check(reader, output, manifest, names);
        return trees;
    }

    /** Whether they know how many rows of the training came by each node. */
    boolean haveCovers() {
        return trees.forest().hasCovers();
    }

    /** The operator whose scores an output has; the operators after it are added to the path. */
    private static Node maker(OnnxGraph graph, String output, List<Node> path) throws NotTreesException {
        var value = output;
        for (int i = 0; i <= graph.nodes().size(); i++) {
            var node =
                    graph.makerOf(value).orElseThrow(() -> new NotTreesException("its score does not come from trees"));
            if (node.domain().equals(OnnxGraph.ML) && TREES.contains(node.operator())) {
                int scores = node.operator().equals(TreeReader.CLASSIFIER) ? 1 : 0;
                if (node.outputs().indexOf(value) != scores) {
                    throw new NotTreesException("its score is a label");
                }
                return node;
            }
            if (!AFTER.contains(node.operator()) || node.inputs().isEmpty()) {
                throw new NotTreesException("its score is made by " + node.operator());
            }
            path.add(node);
            value = node.inputs().get(0);
        }
        throw new NotTreesException("its score comes from itself");
    }

    /** Which of the trees' numbers is the score. */
    private static int output(ScoreOutput score, List<Node> path, int outputs) throws NotTreesException {
        var step = score.path().isEmpty() ? "0" : score.path().get(score.path().size() - 1);
        var map = path.stream().filter(node -> node.operator().equals("ZipMap")).findFirst();
        int output = -1;
        if (map.isPresent()) {
            var keys = new ArrayList<>(map.get().texts("classlabels_strings"));
            for (double key : map.get().numbers("classlabels_int64s")) {
                keys.add(Long.toString((long) key));
            }
            output = keys.indexOf(step);
        } else if (step.matches("\\d{1,6}")) {
            output = Integer.parseInt(step);
        }
        if (output < 0 || output >= outputs) {
            throw new NotTreesException("its score is none of its trees' " + outputs + " numbers");
        }
        return output;
    }

    private void check(TreeReader reader, int output, ModelManifest manifest, List<String> names)
            throws NotTreesException {
        var all = link == Link.SOFTMAX ? reader.outputs() : 1;
        var rows = manifest.golden().stream()
                .map(golden -> row(golden.row(), manifest, names))
                .toList();
        var sums = new double[rows.size()][all];
        for (int i = 0; i < all; i++) {
            var summed = all == 1 ? trees : reader.trees(i);
            for (int row = 0; row < sums.length; row++) {
                sums[row][i] = summed.sum(rows.get(row));
            }
        }
        for (int row = 0; row < sums.length; row++) {
            double expected = manifest.golden().get(row).score();
            double difference = link.score(sums[row], all == 1 ? 0 : output) - expected;
            if (!(Math.abs(difference) <= AGREEMENT * Math.max(1, Math.abs(expected)))) { // NaN fails too
                throw new NotTreesException("its trees do not give golden[" + row + "] its score");
            }
        }
    }

    /** A golden row in the pipeline's order. */
    private static double[] row(List<Double> golden, ModelManifest manifest, List<String> names) {
        var row = new double[names.size()];
        Arrays.fill(row, Double.NaN);
        for (int i = 0; i < golden.size(); i++) {
            row[names.indexOf(manifest.features().get(i))] = golden.get(i);
        }
        return row;
    }

    /** What goes into an operator, back to the graph's inputs. */
    private static final class Inputs {
        private static final Set<Integer> NOT_AS_THEY_ARE = Set.of(OnnxGraph.STRING, OnnxGraph.FLOAT16);

        private final OnnxGraph graph;
        private final ModelManifest manifest;

        /** Whether some value has been a float on its way; whole numbers are compared as floats, too. */
        private boolean inFloats;

        private int steps;

        Inputs(OnnxGraph graph, ModelManifest manifest) {
            this.graph = graph;
            this.manifest = manifest;
        }

        /** The names of the features that a value holds, in their order. */
        List<String> columns(String value) throws NotTreesException {
            if (++steps > graph.nodes().size() + graph.inputs().size()) {
                throw new NotTreesException("its features go in circles");
            }
            var input = manifest.inputs().stream()
                    .filter(said -> said.name().equals(value))
                    .findFirst();
            if (input.isPresent()) {
                takeType(Objects.requireNonNullElse(graph.inputs().get(value), OnnxGraph.STRING));
                return input.map(ModelInput::features).orElseThrow();
            }
            var node =
                    graph.makerOf(value).orElseThrow(() -> new NotTreesException("its trees are fed with constants"));
            return switch (node.operator()) {
                case "Identity" -> columns(node.inputs().get(0));
                case "Cast" -> cast(node);
                case "Concat" -> concat(node);
                default ->
                    throw new NotTreesException("its features go through " + node.operator() + " before its trees");
            };
        }

        private List<String> cast(Node node) throws NotTreesException {
            var to = node.numbers("to");
            if (to.length != 1 || (to[0] != OnnxGraph.FLOAT && to[0] != OnnxGraph.DOUBLE)) {
                throw new NotTreesException("its features are cast to another type before its trees");
            }
            takeType((int) to[0]);
            return columns(node.inputs().get(0));
        }

        private List<String> concat(Node node) throws NotTreesException {
            var axis = node.numbers("axis");
            if (axis.length != 1 || (axis[0] != 1 && axis[0] != -1)) {
                throw new NotTreesException("its rows are put together before its trees");
            }
            var columns = new ArrayList<String>();
            for (var part : node.inputs()) {
                columns.addAll(columns(part));
            }
            return columns;
        }

        private void takeType(int type) throws NotTreesException {
            if (NOT_AS_THEY_ARE.contains(type)) {
                throw new NotTreesException("its trees' features are texts, or of 16 bits");
            }
            inFloats |= type != OnnxGraph.DOUBLE;
        }
    }
}
