package io.millrace.app.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Compares what an ONNX graph declares of itself with what is expected of it. */
final class Signature {
    private Signature() {}

    /** Whether the graph's input and output are the expected ones; every difference is added to the mismatches. */
    static boolean fits(OrtSession session, ModelManifest manifest, ScoreOutput score, List<Mismatch> mismatches)
            throws OrtException {
        var before = mismatches.size();
        checkInput(session, manifest, mismatches);
        var output = session.getOutputInfo().get(score.name());
        if (output == null) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE,
                    "the model has no output \"" + score.name() + "\", it has "
                            + names(session.getOutputInfo().keySet())));
        } else if (!isFloatTensor(output)) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE, "output \"" + score.name() + "\" must be a float tensor, is " + described(output)));
        }
        return mismatches.size() == before;
    }

    private static void checkInput(OrtSession session, ModelManifest manifest, List<Mismatch> mismatches)
            throws OrtException {
        var inputs = session.getInputInfo();
        var input = inputs.get(manifest.input());
        if (inputs.size() != 1 || input == null) {
            mismatches.add(new Mismatch(
                    "input", "expected \"" + manifest.input() + "\" alone, the model takes " + names(inputs.keySet())));
            return;
        }
        var width = manifest.features().size();
        if (!isFloatTensor(input) || !takesRowsOf(width, ((TensorInfo) input.getInfo()).getShape())) {
            mismatches.add(new Mismatch(
                    "features",
                    "expected a float tensor [?, " + width + "] for " + width + " features, input \"" + manifest.input()
                            + "\" is " + described(input)));
        }
    }

    private static boolean isFloatTensor(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                && tensor.onnxType == OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
    }

    /** A dimension the graph leaves open is -1; the golden rows then show whether the width is right. */
    private static boolean takesRowsOf(int width, long[] shape) {
        return shape.length == 2 && (shape[0] == -1 || shape[0] == 1) && (shape[1] == -1 || shape[1] == width);
    }

    private static String described(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            return "a sequence or map (export a classifier with zipmap off)";
        }
        return tensor.type.toString().toLowerCase(Locale.ROOT) + " " + shown(tensor.getShape());
    }

    /** {@code [?, 3]} */
    static String shown(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String names(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
