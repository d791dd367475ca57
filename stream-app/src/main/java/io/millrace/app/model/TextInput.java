package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts, which ONNX Runtime copies: their tensor is made anew for every call. A missing text is an empty one. */
final class TextInput implements InputRows {
    private final String name;
    private final RowShape shape;
    private final int[] columns;
    private final String[] texts;
    private @Nullable OnnxTensor tensor;

    /** @param columns for every text of the input's row, its place among the texts of a feature row */
    TextInput(String name, RowShape shape, int[] columns, int rows) {
        this.name = name;
        this.shape = shape;
        this.columns = columns.clone();
        this.texts = new String[Math.multiplyExact(rows, columns.length)];
        Arrays.fill(texts, "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean put(int position, double[] row, @Nullable String[] rowTexts) {
        int at = position * columns.length;
        for (int column : columns) {
            var text = rowTexts[column];
            texts[at++] = text == null ? "" : text;
        }
        return true;
    }

    @Override
    public void repeat(int from, int to) {
        for (int row = from; row < to; row++) {
            System.arraycopy(texts, (from - 1) * columns.length, texts, row * columns.length, columns.length);
        }
    }

    @Override
    public OnnxTensor rows(int from, int rows) throws OrtException {
        close();
        var part = Arrays.copyOfRange(texts, from * columns.length, (from + rows) * columns.length);
        var made = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), part, shape.of(rows));
        tensor = made;
        return made;
    }

    @Override
    public void close() {
        if (tensor != null) {
            tensor.close();
            tensor = null;
        }
    }
}
