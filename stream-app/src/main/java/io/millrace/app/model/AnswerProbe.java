package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the score by running a golden row, because a graph may leave its output's shape open and a pinned output must have
 * the exact one.
 */
final class AnswerProbe {
    private AnswerProbe() {}

    /** Empty, with the reason among the mismatches, if the output is no row of numbers reaching to the score's index. */
    static Optional<BoundScore> score(
            OrtSession session,
            Signature.Input input,
            ModelManifest manifest,
            ScoreOutput output,
            List<Mismatch> mismatches)
            throws OrtException {
        var row = manifest.golden().get(0).row().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        int rows = Math.max(1, input.batch());
        try (var values = input.bound().rows(IntStream.range(0, row.length).toArray(), rows)) {
            values.put(0, row, new String[0]);
            values.repeat(1, rows);
            try (var result = session.run(Map.of(values.name(), values.rows(0, rows)), Set.of(output.name()))) {
                var shape = ((OnnxTensor) result.get(0)).getInfo().getShape();
                var width = shape.length == 1 ? 1 : shape[shape.length - 1];
                if (shape.length < 1 || shape.length > 2 || shape[0] != rows || output.index() >= width) {
                    mismatches.add(new Mismatch(
                            Mismatch.SCORE,
                            "there is no " + output + ", the output's shape for "
                                    + (rows == 1 ? "one row" : rows + " rows") + " is " + RowShape.shown(shape)));
                    return Optional.empty();
                }
                return Optional.of(new BoundScore(
                        output.name(),
                        ElementType.FLOAT,
                        RowShape.rowsOf(Arrays.copyOfRange(shape, 1, shape.length)),
                        output.index()));
            }
        }
    }
}
