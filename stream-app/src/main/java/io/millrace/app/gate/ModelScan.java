package io.millrace.app.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks through an ONNX file without loading it. The format's own mechanisms let a file of a hundred bytes read other files,
 * run for ever or ask for gigabytes, and ONNX Runtime does as it is told: none of this is needed by a model that scores rows.
 */
final class ModelScan {
    static final long MIN_IR_VERSION = 3;
    static final long MAX_IR_VERSION = 13;

    /** The operator sets that are allowed, with the versions which ONNX Runtime 1.29 knows: least, greatest. */
    private static final Map<String, long[]> DOMAINS = Map.of(
            "", new long[] {7, 26},
            "ai.onnx", new long[] {7, 26},
            "ai.onnx.ml", new long[] {1, 5},
            "com.microsoft", new long[] {1, 1});

    /** Operators of allowed domains whose content is a file or a program elsewhere. */
    private static final Set<String> ELSEWHERE = Set.of("EPContext", "Snpe", "PythonOp", "TritonOp", "OpenVINO");

    private static final Set<String> RANDOM = Set.of(
            "RandomNormal",
            "RandomNormalLike",
            "RandomUniform",
            "RandomUniformLike",
            "Multinomial",
            "Bernoulli",
            "BiasDropout",
            "BitmaskDropout",
            "BitmaskBiasDropout",
            "Sampling");

    private static final byte WEB_PAGE = '<';
    private static final byte[] ORT_FORMAT = {'O', 'R', 'T', 'M'};

    private final Findings findings = new Findings();
    private final GraphScan graphs;
    private final Map<String, Long> opsets = new TreeMap<>();

    private ModelScan(long memory) {
        this.graphs = new GraphScan(memory, findings);
    }

    /**
     * Everything in the file that is refused.
     *
     * @param memory bytes that its graph may ask for in constants
     */
    static List<Refusal> refusals(byte[] bytes, long memory) {
        var scan = new ModelScan(memory);
        scan.read(bytes);
        return scan.findings.refusals();
    }

    private void read(byte[] bytes) {
        if (bytes.length == 0) {
            findings.add(Check.FORMAT, "is empty");
            return;
        }
        if (isOrtFormat(bytes)) {
            findings.add(Check.FORMAT, "is no ONNX model: ONNX Runtime would take it for one in its own format");
            return;
        }
        try {
            OnnxReader.read(bytes, this::visit);
            graphs.finish();
        } catch (MalformedOnnxException e) {
            findings.add(
                    Check.FORMAT,
                    "is no ONNX model" + (bytes[0] == WEB_PAGE ? " but looks like a web page: " : ": ")
                            + e.getMessage());
        }
    }

    /** ONNX Runtime looks here first, and what follows may be a protobuf all the same. */
    private static boolean isOrtFormat(byte[] bytes) {
        var end = 2 * ORT_FORMAT.length;
        return bytes.length >= end && Arrays.equals(bytes, ORT_FORMAT.length, end, ORT_FORMAT, 0, ORT_FORMAT.length);
    }

    private void visit(OnnxElement element) {
        switch (element.message()) {
            case TENSOR -> TensorScan.check(element, findings);
            case OPSET -> opset(element);
            case NODE -> node(element);
            case FUNCTION ->
                findings.add(
                        Check.FUNCTIONS,
                        element.path() + " " + Refusal.shown(element.text("name"))
                                + " is a function of the model's own: inline it (onnx.inliner)");
            case TRAINING -> findings.add(Check.FORMAT, element.path() + " is for training: remove it");
            case MODEL -> model(element);
            default -> {
                // names, types and shapes: nothing in them can do anything
            }
        }
        graphs.visit(element);
    }

    private void opset(OnnxElement opset) {
        var domain = opset.text("domain");
        var version = opset.number("version");
        var range = DOMAINS.get(domain);
        // exporters import more than they use, and what is of an unknown domain is refused where it is used
        if (range != null && (version < range[0] || version > range[1])) {
            findings.add(
                    Check.OPSET,
                    "operator set " + version + " of " + (domain.isEmpty() ? "ai.onnx" : domain) + ": from " + range[0]
                            + " to " + range[1] + " are known");
        }
        opsets.put(domain, version);
    }

    private void model(OnnxElement model) {
        var version = model.number("ir_version");
        if (version < MIN_IR_VERSION || version > MAX_IR_VERSION) {
            findings.add(
                    Check.OPSET,
                    "IR version " + version + ": from " + MIN_IR_VERSION + " to " + MAX_IR_VERSION + " are known");
        }
        if (opsets.isEmpty()) {
            findings.add(Check.OPSET, "says of no operator set which version it needs");
        }
        if (model.count("graph") == 0) {
            findings.add(Check.FORMAT, "is no ONNX model: it has no graph");
        }
    }

    private void node(OnnxElement node) {
        var operator = node.text("op_type");
        if (!DOMAINS.containsKey(node.text("domain"))) {
            findings.add(
                    Check.DOMAIN,
                    at(node) + " is of domain " + Refusal.shown(node.text("domain"))
                            + ": allowed are ai.onnx, ai.onnx.ml and com.microsoft");
        } else if (ELSEWHERE.contains(operator)) {
            findings.add(Check.EXTERNAL_DATA, at(node) + " runs what lies elsewhere");
        } else if (RANDOM.contains(operator)) {
            findings.add(Check.RANDOM, at(node) + " draws random numbers");
        }
    }

    /** {@code graph.node[3] "Loop"} */
    static String at(OnnxElement node) {
        return node.path() + " " + Refusal.shown(node.text("op_type"));
    }
}
