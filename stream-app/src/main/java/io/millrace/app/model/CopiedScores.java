package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One number per row of a tensor that ONNX Runtime makes for every answer. Some converters write a wrong shape of the output
 * into the graph; ONNX Runtime answers all the same, but not into memory of the answer's real shape.
 */
final class CopiedScores implements ScoreRows {
    private final Set<String> name;
    private final ElementType type;
    private final RowShape shape;
    private final int index;
    private final double[] scores;

    /** @param index of the score among the numbers of one row */
    CopiedScores(String name, ElementType type, RowShape shape, int index, int rows) {
        this.name = Set.of(name);
        this.type = type;
        this.shape = shape;
        this.index = index;
        this.scores = new double[rows];
    }

    @Override
    public void run(
            OrtSession session, Map<String, OnnxTensor> inputs, int from, int rows, @Nullable RunOptions options)
            throws OrtException {
        try (var result = session.run(inputs, name, options)) {
            var bytes = ((OnnxTensor) result.get(0)).getByteBuffer();
            for (int i = 0; i < rows; i++) {
                scores[from + i] = type.get(bytes, (i * shape.elements() + index) * type.bytes());
            }
        }
    }

    @Override
    public double score(int position) {
        return scores[position];
    }

    @Override
    public void close() {} // nothing native is kept
}
