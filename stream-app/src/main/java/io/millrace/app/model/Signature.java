package io.millrace.app.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares what an ONNX graph declares of itself with what is expected of it. */
final class Signature {
    private Signature() {}

    /**
     * Where the features go and the score is; empty, with every reason among the mismatches, if the graph is another than
     * expected.
     */
    static Optional<Binding> bound(
            OrtSession session, ModelManifest manifest, ScoreOutput score, List<Mismatch> mismatches)
            throws OrtException {
        var input = input(session, manifest, mismatches);
        var output = session.getOutputInfo().get(score.name());
        if (output == null) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE,
                    "the model has no output \"" + score.name() + "\", it has "
                            + names(session.getOutputInfo().keySet())));
        } else if (!isFloatTensor(output)) {
            mismatches.add(new Mismatch(
                    Mismatch.SCORE, "output \"" + score.name() + "\" must be a float tensor, is " + described(output)));
        } else if (input.isPresent()) {
            return AnswerProbe.score(session, input.get(), manifest, score, mismatches)
                    .map(found -> new Binding(
                            List.of(input.get().bound()), found, input.get().batch()));
        }
        return Optional.empty();
    }

    /** @param batch rows of every call, 0 for any number */
    record Input(BoundInput bound, int batch) {}

    private static Optional<Input> input(OrtSession session, ModelManifest manifest, List<Mismatch> mismatches)
            throws OrtException {
        var inputs = session.getInputInfo();
        var input = inputs.get(manifest.input());
        if (inputs.size() != 1 || input == null) {
            mismatches.add(new Mismatch(
                    "input", "expected \"" + manifest.input() + "\" alone, the model takes " + names(inputs.keySet())));
            return Optional.empty();
        }
        var width = manifest.features().size();
        if (!isFloatTensor(input) || !takesRowsOf(width, ((TensorInfo) input.getInfo()).getShape())) {
            mismatches.add(new Mismatch(
                    "features",
                    "expected a float tensor [?, " + width + "] for " + width + " features, input \"" + manifest.input()
                            + "\" is " + described(input)));
            return Optional.empty();
        }
        long rows = ((TensorInfo) input.getInfo()).getShape()[0];
        return Optional.of(new Input(
                new BoundInput(
                        manifest.input(),
                        ElementType.FLOAT,
                        RowShape.rowsOf(width),
                        IntStream.range(0, width).toArray()),
                rows < 0 ? 0 : Math.toIntExact(rows)));
    }

    private static boolean isFloatTensor(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                && tensor.onnxType == OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
    }

    /** A dimension the graph leaves open is -1; the golden rows then show whether the width is right. */
    private static boolean takesRowsOf(int width, long[] shape) {
        return shape.length == 2 && shape[0] != 0 && (shape[1] == -1 || shape[1] == width);
    }

    private static String described(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            return "a sequence or map (export a classifier with zipmap off)";
        }
        return tensor.type.toString().toLowerCase(Locale.ROOT) + " " + RowShape.shown(tensor.getShape());
    }

    private static String names(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
