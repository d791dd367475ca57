package io.millrace.app.gate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a graph would do if it ran: how often its loops go round, and how much its operators that make tensors from numbers
 * would make. Both stand in constants that may come before or after the operator; they are compared when all are known.
 */
final class GraphScan {
    /** A subgraph in a subgraph in a subgraph in a subgraph: more than any exporter writes. */
    static final int MAX_CONTROL_DEPTH = 4;

    static final int MAX_CONTROL_NODES = 100;

    /** Of one loop, and of loops in each other together. */
    static final long MAX_ROUNDS = 10_000;

    private static final Set<String> READ_AT_THE_END =
            Set.of("Loop", "Dropout", "ConstantOfShape", "Expand", "Tile", "Range");
    private static final Set<String> CONTROL = Set.of("If", "Loop", "Scan", "SequenceMap");

    private final long memory;
    private final Findings findings;
    private final KnownIntegers integers = new KnownIntegers();
    private final List<OnnxElement> pending = new ArrayList<>();
    private int controlNodes;
    private BigInteger asked = BigInteger.ZERO;

    GraphScan(long memory, Findings findings) {
        this.memory = memory;
        this.findings = findings;
    }

    void visit(OnnxElement element) {
        switch (element.message()) {
            case TENSOR -> tensor(element);
            case SPARSE -> ask(element, TensorScan.product(element.numbers("dims")), Double.BYTES);
            case ATTRIBUTE -> attribute(element);
            case NODE -> node(element);
            case VALUE -> value(element);
            case GRAPH -> element.announceGraph();
            default -> {
                // is made of these
            }
        }
    }

    /** To be called when all of the model has been visited. */
    void finish() {
        for (var node : pending) {
            switch (node.text("op_type")) {
                case "Loop" -> loop(node);
                case "Dropout" -> dropout(node);
                case "ConstantOfShape" -> ask(node, TensorScan.product(input(node, 0)), Float.BYTES);
                case "Expand", "Tile" ->
                    ask(node, TensorScan.product(input(node, 1)).max(BigInteger.ZERO), Float.BYTES);
                case "Range" -> range(node);
                default -> throw new AssertionError(node.path());
            }
        }
    }

    /** To a graph's input somebody may hand in another value than the one that is written down. */
    private void value(OnnxElement value) {
        if (value.isAt("input")) {
            integers.computed(value.text("name"));
        }
    }

    private void tensor(OnnxElement tensor) {
        var parent = tensor.parent();
        if (parent == null) {
            return;
        }
        switch (parent.message()) {
            case GRAPH -> integers.constant(tensor.text("name"), tensor.integers());
            case SPARSE -> integers.computed(tensor.text("name")); // is known by it once it has been filled up
            case ATTRIBUTE -> parent.integers(tensor.integers());
            default -> throw new AssertionError(tensor.path());
        }
    }

    private static void attribute(OnnxElement attribute) {
        var node = attribute.parent();
        if (node == null || node.message() != OnnxMessage.NODE) {
            return;
        }
        switch (attribute.text("name")) {
            case "value" -> node.integers(attribute.integers());
            case "value_int" -> node.integers(attribute.numbers("i"));
            case "value_ints" -> node.integers(attribute.numbers("ints"));
            default -> {
                // no constant
            }
        }
    }

    private void node(OnnxElement node) {
        var operator = node.text("op_type");
        var isConstant = operator.equals("Constant") && node.count("attribute") == 1;
        for (var output : node.texts("output")) {
            integers.constant(output, isConstant ? node.integers() : null);
        }
        control(node);
        if (READ_AT_THE_END.contains(operator)) {
            pending.add(node);
        }
    }

    private void control(OnnxElement node) {
        var depth = 1
                + node.ancestors().stream()
                        .filter(e -> e.message() == OnnxMessage.NODE)
                        .count();
        var operator = node.text("op_type");
        if (!CONTROL.contains(operator)) {
            if (node.hasGraphWithin()) {
                findings.add(Check.CONTROL_FLOW, ModelScan.at(node) + " has a graph of its own");
            }
            return;
        }
        if (depth > MAX_CONTROL_DEPTH) {
            findings.add(
                    Check.CONTROL_FLOW, ModelScan.at(node) + " is nested deeper than " + MAX_CONTROL_DEPTH + " levels");
        }
        if (++controlNodes == MAX_CONTROL_NODES + 1) {
            findings.add(Check.CONTROL_FLOW, "has more than " + MAX_CONTROL_NODES + " loops and branches");
        }
    }

    private void loop(OnnxElement loop) {
        var rounds = BigInteger.ONE;
        for (var each = loop; each != null; each = each.parent()) {
            if (each.message() == OnnxMessage.NODE && each.text("op_type").equals("Loop")) {
                var limit = input(each, 0);
                if (limit.length != 1) {
                    findings.add(
                            Check.CONTROL_FLOW,
                            ModelScan.at(each) + " may go round for ever: its first input must be a constant");
                    return;
                }
                rounds = rounds.multiply(BigInteger.valueOf(limit[0]).max(BigInteger.ONE));
            }
        }
        if (rounds.compareTo(BigInteger.valueOf(MAX_ROUNDS)) > 0) {
            findings.add(
                    Check.CONTROL_FLOW,
                    ModelScan.at(loop) + " goes round " + rounds + " times, " + MAX_ROUNDS + " are allowed");
        }
    }

    /** Without its third input, or with a false one, it does nothing. */
    private void dropout(OnnxElement node) {
        var inputs = node.texts("input");
        if (inputs.size() > 2 && !inputs.get(2).isEmpty()) {
            var training = input(node, 2);
            if (training.length != 1 || training[0] != 0) {
                findings.add(Check.RANDOM, ModelScan.at(node) + " draws random numbers while it trains");
            }
        }
    }

    private void range(OnnxElement node) {
        var start = input(node, 0);
        var limit = input(node, 1);
        var delta = input(node, 2);
        if (start.length == 1 && limit.length == 1 && delta.length == 1 && delta[0] != 0) {
            var length = BigInteger.valueOf(limit[0]).subtract(BigInteger.valueOf(start[0]));
            ask(node, length.divide(BigInteger.valueOf(delta[0])).max(BigInteger.ZERO), Long.BYTES);
        }
    }

    /** Adds up what is asked for; told once, where it becomes too much. */
    private void ask(OnnxElement element, BigInteger elements, int bytes) {
        var allowed = BigInteger.valueOf(memory);
        var before = asked;
        asked = asked.add(elements.max(BigInteger.ZERO).multiply(BigInteger.valueOf(bytes)));
        if (elements.signum() < 0 || (asked.compareTo(allowed) > 0 && before.compareTo(allowed) <= 0)) {
            findings.add(
                    Check.CLAIMS,
                    element.path() + " asks for " + (elements.signum() < 0 ? "a negative size" : elements + " numbers")
                            + ", together " + asked + " bytes; " + memory + " are allowed");
        }
    }

    /** The constant that a node's input is; empty if it is none, or not known. */
    private long[] input(OnnxElement node, int index) {
        var inputs = node.texts("input");
        return integers.get(index < inputs.size() ? inputs.get(index) : "");
    }
}
