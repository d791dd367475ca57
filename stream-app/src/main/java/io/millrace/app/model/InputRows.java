package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/** The rows of one input of a graph. Confined to one thread; whoever makes it closes it. */
sealed interface InputRows extends AutoCloseable permits FloatInput, NumberInput, TextInput {
    /** As the graph calls it. */
    String name();

    /**
     * Copies this input's part of a feature row.
     *
     * @param texts of the row, null where one is missing
     * @return whether the input can say it; if not, the row here is harmless and its score means nothing
     */
    boolean put(int position, double[] row, @Nullable String[] texts);

    /** Makes rows [from, to) copies of the one before them. */
    void repeat(int from, int to);

    /** Rows [from, from + rows), good until the next call or the end; the tensor stays with this. */
    OnnxTensor rows(int from, int rows) throws OrtException;

    @Override
    void close();
}
