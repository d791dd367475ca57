package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One number per row of a tensor that ONNX Runtime writes into a buffer made once. */
final class PinnedScores implements ScoreRows {
    private final String name;
    private final int offset;
    private final RowBuffer buffer;
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    /** @param index of the score among the numbers of one row */
    PinnedScores(String name, ElementType type, RowShape shape, int index, int rows) {
        this.name = name;
        this.offset = index * type.bytes();
        this.buffer = new RowBuffer(type, shape, rows);
    }

    @Override
    public void run(
            OrtSession session, Map<String, OnnxTensor> inputs, int from, int rows, @Nullable RunOptions options)
            throws OrtException {
        outputs.put(name, buffer.rows(from, rows));
        session.run(inputs, Set.of(), outputs, options).close();
    }

    @Override
    public double score(int position) {
        return buffer.type().get(buffer.bytes(), buffer.at(position) + offset);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
