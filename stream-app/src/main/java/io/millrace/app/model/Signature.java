package io.millrace.app.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an ONNX graph declares of itself. */
final class Signature {
    private Signature() {}

    /** Whether the graph says it has an output that a score can be in; if not, the reason is added to the mismatches. */
    static boolean hasScore(Map<String, NodeInfo> outputs, ScoreOutput score, List<Mismatch> mismatches) {
        var node = outputs.get(score.name());
        if (node == null) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE,
                    "the model has no output \"" + score.name() + "\""
                            + Suggestion.didYouMean(score.name(), outputs.keySet()) + ", it has "
                            + names(outputs.keySet())));
            return false;
        }
        boolean numbers = node.getInfo() instanceof TensorInfo tensor
                ? ElementType.of(tensor.type).isPresent()
                : node.getInfo() instanceof SequenceInfo sequence && sequence.isSequenceOfMaps();
        if (!numbers) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE,
                    "output \"" + score.name() + "\" is " + described(node)
                            + ", a score must be a number; the model's outputs are " + names(outputs.keySet())));
        }
        return numbers;
    }

    /** {@code float [?, 3]} */
    static String described(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            var type = tensor.type == OnnxJavaType.UNKNOWN
                    ? tensor.onnxType.toString().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
                    : tensor.type.toString();
            return type.toLowerCase(Locale.ROOT) + " " + RowShape.shown(tensor.getShape());
        }
        return node.getInfo() instanceof SequenceInfo ? "a sequence" : "a map";
    }

    static String names(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
