package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/** Numbers of any kind. A whole number has no form for a missing value, nor for one beyond its range. */
final class NumberInput implements InputRows {
    private final String name;
    private final int[] columns;
    private final RowBuffer buffer;

    /** @param columns for every number of the input's row, its place in a feature row */
    NumberInput(String name, ElementType type, RowShape shape, int[] columns, int rows) {
        this.name = name;
        this.columns = columns.clone();
        this.buffer = new RowBuffer(type, shape, rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean put(int position, double[] row, @Nullable String[] texts) {
        var type = buffer.type();
        int at = buffer.at(position);
        boolean sayable = true;
        for (int column : columns) {
            boolean holds = type.holds(row[column]);
            type.put(buffer.bytes(), at, holds ? row[column] : 0);
            at += type.bytes();
            sayable &= holds;
        }
        return sayable;
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
