package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/** Float32, which nearly every model takes, and which has a form for every value: NaN for a missing one. */
final class FloatInput implements InputRows {
    private final String name;
    private final int[] columns;
    private final RowBuffer buffer;

    /** @param columns for every number of the input's row, its place in a feature row */
    FloatInput(String name, RowShape shape, int[] columns, int rows) {
        this.name = name;
        this.columns = columns.clone();
        this.buffer = new RowBuffer(ElementType.FLOAT, shape, rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean put(int position, double[] row, @Nullable String[] texts) {
        var bytes = buffer.bytes();
        int at = buffer.at(position);
        for (int column : columns) {
            bytes.putFloat(at, (float) row[column]);
            at += Float.BYTES;
        }
        return true;
    }

    @Override
    public void repeat(int from, int to) {
        buffer.repeat(from, to);
    }

    @Override
    public OnnxTensor rows(int from, int rows) throws OrtException {
        return buffer.rows(from, rows);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
