package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs a model on its golden rows before it may score anything else. */
final class GoldenProof {
    private GoldenProof() {}

    /**
     * The shape of the score's output for one row. It is learnt by running the first golden row, because a graph may leave
     * its output's shape open and a pinned output must have the exact one.
     *
     * @return empty, with the reason among the mismatches, if the output is no row of numbers reaching to the score's index
     */
    static Optional<long[]> outputShape(
            OrtSession session, ModelManifest manifest, ScoreOutput output, List<Mismatch> mismatches)
            throws OrtException {
        var row = manifest.golden().get(0).row();
        var values = FloatBuffer.allocate(row.size());
        row.forEach(value -> values.put(value.floatValue()));
        try (var input = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), values.flip(), new long[] {1, row.size()});
                var result = session.run(Map.of(manifest.input(), input), Set.of(output.name()))) {
            var shape = ((OnnxTensor) result.get(0)).getInfo().getShape();
            var width = shape.length == 1 ? 1 : shape[shape.length - 1];
            if (shape.length < 1 || shape.length > 2 || shape[0] != 1 || output.index() >= width) {
                mismatches.add(new Mismatch(
                        Mismatch.SCORE,
                        "there is no " + output + ", the output's shape for one row is " + Signature.shown(shape)));
                return Optional.empty();
            }
            return Optional.of(shape);
        }
    }

    /** Scores every golden row the way events will be scored, and reports each that differs. */
    static void scores(
            OrtSession session,
            ModelManifest manifest,
            ScoreOutput output,
            long[] outputShape,
            List<Mismatch> mismatches)
            throws OrtException {
        var inTensorOrder = IntStream.range(0, manifest.features().size()).toArray();
        try (var scorer = new Scorer(session, manifest.input(), output, outputShape, inTensorOrder)) {
            for (int i = 0; i < manifest.golden().size(); i++) {
                var golden = manifest.golden().get(i);
                var key = "golden[" + i + "].score";
                try {
                    var actual = scorer.score(golden.row().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
                    if (!(Math.abs(actual - golden.score()) <= manifest.tolerance())) { // so that NaN fails too
                        mismatches.add(new Mismatch(
                                key,
                                "expected " + golden.score() + " within " + manifest.tolerance() + ", the model gives "
                                        + actual));
                    }
                } catch (ModelFailedException e) {
                    mismatches.add(new Mismatch(key, "cannot be scored, " + e.getMessage()));
                }
            }
        }
    }
}
