package io.millrace.app.gate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's graph is made of: its operators, in their order, with the values of their attributes. Of graphs within it nothing is
 * known, nor of weights. Immutable.
 *
 * @param inputs the element types of the graph's inputs, by name, as ONNX numbers them
 */
public record OnnxGraph(Map<String, Integer> inputs, List<Node> nodes) {
    /** Operators on trees and the like. */
    public static final String ML = "ai.onnx.ml";

    /** Element types of tensors. */
    public static final int FLOAT = 1;

    public static final int STRING = 8;
    public static final int FLOAT16 = 10;
    public static final int DOUBLE = 11;

    /** More numbers of an attribute are of no interest, except where they are what the operator is. */
    private static final int FEW = 64;

    public OnnxGraph {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        nodes = List.copyOf(nodes);
    }

    /** One operator. An input that is left out is an empty name. */
    public record Node(
            String domain,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        public Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            attributes = Map.copyOf(attributes);
        }

        /** The numbers of an attribute; none if it is absent. */
        public double[] numbers(String attribute) {
            var found = attributes.get(attribute);
            return found == null ? new double[0] : found.numbers.clone();
        }

        /** The texts of an attribute; none if it is absent. */
        public List<String> texts(String attribute) {
            var found = attributes.get(attribute);
            return found == null ? List.of() : found.texts;
        }
    }

    /** What an attribute says: numbers, of whatever kind, or texts. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attribute(double[] numbers, List<String> texts) {}

    /**
     * Reads a file that has passed the gate.
     *
     * @throws IllegalArgumentException if it cannot have: the bytes are no model
     */
    public static OnnxGraph read(byte[] model) {
        var reading = new Reading();
        try {
            OnnxReader.readWhole(model, reading::visit);
        } catch (MalformedOnnxException e) {
            throw new IllegalArgumentException(e);
        }
        return new OnnxGraph(reading.inputs, reading.nodes);
    }

    /** The operator that a value comes from; empty if it is an input or a constant of the graph. */
    public Optional<Node> makerOf(String value) {
        return nodes.stream().filter(node -> node.outputs.contains(value)).findFirst();
    }

    /** Puts elements together; each is visited after those in it. */
    private static final class Reading {
        private final Map<String, Integer> inputs = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Map<OnnxElement, Map<String, Attribute>> attributes = new HashMap<>();
        private final Map<OnnxElement, double[]> tensors = new HashMap<>();
        private final Map<OnnxElement, Integer> types = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();

        void visit(OnnxElement element) {
            var parent = element.parent();
            if (parent == null) {
                return;
            }
            switch (element.message()) {
                case TENSOR_TYPE -> types.put(parent, (int) element.number("elem_type"));
                case TYPE -> {
                    var type = types.remove(element);
                    if (type != null) {
                        types.put(parent, type);
                    }
                }
                case VALUE -> {
                    var type = types.remove(element);
                    if (type != null && element.isAt("input") && isMain(parent)) {
                        inputs.put(element.text("name"), type);
                    }
                }
                case TENSOR -> {
                    if (element.isWhole() && element.isAt("t")) {
                        tensors.put(parent, numbers(element));
                    }
                }
                case ATTRIBUTE ->
                    attributes
                            .computeIfAbsent(parent, first -> new HashMap<>())
                            .put(element.text("name"), attribute(element));
                case NODE -> node(element, parent);
                default -> {
                    // of no interest
                }
            }
        }

        private void node(OnnxElement element, OnnxElement graph) {
            var all = Optional.ofNullable(attributes.remove(element)).orElse(Map.of());
            if (!isMain(graph)) {
                return;
            }
            var domain = element.text("domain");
            var kept = new HashMap<String, Attribute>();
            all.forEach((name, attribute) -> {
                if (domain.equals(ML) || attribute.numbers.length <= FEW) {
                    kept.put(name, attribute);
                }
            });
            nodes.add(new Node(domain, element.text("op_type"), element.texts("input"), element.texts("output"), kept));
        }

        private static boolean isMain(OnnxElement graph) {
            var above = graph.parent();
            return above != null && above.message() == OnnxMessage.MODEL;
        }

        private Attribute attribute(OnnxElement attribute) {
            for (var field : List.of("ints", "floats", "i", "f")) {
                if (attribute.count(field) > 0) {
                    return new Attribute(attribute.all(field), List.of());
                }
            }
            var tensor = tensors.remove(attribute);
            if (tensor != null) {
                return new Attribute(tensor, List.of());
            }
            var field = attribute.count("strings") > 0 ? "strings" : "s";
            return new Attribute(
                    new double[0],
                    attribute.blobs(field).stream().map(this::text).toList());
        }

        /** A forest says of each of a million nodes what kind it is, and there are two kinds. */
        private String text(byte[] bytes) {
            var text = new String(bytes, StandardCharsets.UTF_8);
            return texts.computeIfAbsent(text, same -> same);
        }

        /** Those of floats and doubles; none of another tensor. */
        private static double[] numbers(OnnxElement tensor) {
            long type = tensor.number("data_type");
            var raw = tensor.blob("raw_data");
            if (type == FLOAT) {
                return raw == null ? tensor.all("float_data") : reals(raw, Float.BYTES);
            }
            if (type == DOUBLE) {
                return raw == null ? tensor.all("double_data") : reals(raw, Double.BYTES);
            }
            return new double[0];
        }

        private static double[] reals(byte[] raw, int width) {
            var buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
            var numbers = new double[raw.length / width];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = width == Float.BYTES ? buffer.getFloat(i * width) : buffer.getDouble(i * width);
            }
            return numbers;
        }
    }
}
