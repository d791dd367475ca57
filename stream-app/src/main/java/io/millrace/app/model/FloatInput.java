package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Float32, which nearly every model takes, and which has a form for every value: NaN for a missing one. */
final class FloatInput implements InputRows {
    private final String name;
    private final int[] columns;
    private final RowBuffer buffer;
    private final FloatBuffer numbers;

    /** A row that is written as a whole: number by number it takes twice as long. */
    private final float[] row;

    /** @param columns for every number of the input's row, its place in a feature row */
    FloatInput(String name, RowShape shape, int[] columns, int rows) {
        this.name = name;
        this.columns = columns.clone();
        this.buffer = new RowBuffer(ElementType.FLOAT, shape, rows);
        this.numbers = buffer.bytes().asFloatBuffer();
        this.row = new float[columns.length];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean put(int position, double[] features, @Nullable String[] texts) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) features[columns[i]];
        }
        numbers.put(position * row.length, row);
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
