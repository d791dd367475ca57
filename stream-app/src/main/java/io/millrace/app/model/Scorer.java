package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Scores one row at a time through buffers made once: the input and the output tensor lie on direct native-order memory
 * that ONNX Runtime reads and writes in place, so a row costs no copy and no tensor. Not thread-safe: one per task.
 */
public final class Scorer implements AutoCloseable {
    private final OrtSession session;
    private final int[] order;
    private final int index;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** @param order for every model feature, in tensor order, its position in the rows to come */
    Scorer(OrtSession session, String inputName, ScoreOutput score, long[] outputShape, int[] order)
            throws OrtException {
        this.session = session;
        this.order = order.clone();
        this.index = score.index();
        this.input = direct(order.length);
        this.output = direct((int) outputShape[outputShape.length - 1]);
        var environment = OrtEnvironment.getEnvironment();
        this.inputTensor = OnnxTensor.createTensor(environment, input, new long[] {1, order.length});
        try {
            this.outputTensor = OnnxTensor.createTensor(environment, output, outputShape);
        } catch (OrtException | RuntimeException e) {
            inputTensor.close();
            throw e;
        }
        this.inputs = Map.of(inputName, inputTensor);
        this.outputs = Map.of(score.name(), outputTensor);
    }

    /**
     * Scores a row.
     *
     * @param row the pipeline's features in its own order; NaN is a missing feature and reaches the model as NaN; a value
     *     beyond float32 becomes infinite
     * @return what the model says, NaN and infinities included: what to do about those is the caller's decision
     * @throws ModelFailedException if ONNX Runtime refuses the row
     */
    public double score(double[] row) throws ModelFailedException {
        for (int i = 0; i < order.length; i++) {
            input.put(i, (float) row[order[i]]);
        }
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new ModelFailedException(e);
        }
        return output.get(index);
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Releases the tensors; the model stays open. */
    @Override
    public void close() {
        inputTensor.close();
        outputTensor.close();
    }
}
