package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers on direct native-order memory, and the tensors that lie on it: ONNX Runtime reads and writes the rows in
 * place. A tensor is made when its rows are first asked for, and kept. Confined to one thread.
 */
final class RowBuffer implements AutoCloseable {
    private final ElementType type;
    private final RowShape shape;
    private final int rowBytes;
    private final ByteBuffer bytes;

    /** By the row after the last one: rows are always asked for in the same stretches, so no two end at the same row. */
    private final @Nullable OnnxTensor[] tensors;

    RowBuffer(ElementType type, RowShape shape, int rows) {
        this.type = type;
        this.shape = shape;
        this.rowBytes = Math.multiplyExact(shape.elements(), type.bytes());
        this.bytes =
                ByteBuffer.allocateDirect(Math.multiplyExact(rows, rowBytes)).order(ByteOrder.nativeOrder());
        this.tensors = new OnnxTensor[rows + 1];
    }

    ElementType type() {
        return type;
    }

    /** All rows, to be read and written at absolute positions. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Where a row begins, in bytes. */
    int at(int row) {
        return row * rowBytes;
    }

    /** Makes rows [from, to) copies of the one before them. */
    void repeat(int from, int to) {
        for (int row = from; row < to; row++) {
            bytes.put(at(row), bytes, at(from - 1), rowBytes);
        }
    }

    /** Rows [from, from + rows); the tensor stays the buffer's. */
    OnnxTensor rows(int from, int rows) throws OrtException {
        var tensor = tensors[from + rows];
        if (tensor == null) {
            var part = bytes.slice(at(from), rows * rowBytes).order(ByteOrder.nativeOrder());
            tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), part, shape.of(rows), type.onnx());
            tensors[from + rows] = tensor;
        }
        return tensor;
    }

    @Override
    public void close() {
        for (var tensor : tensors) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }
}
