package io.millrace.benchmarks.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.millrace.benchmarks.drain.Drain;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.measure.Effort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The least that a row can cost: ONNX Runtime over batches in direct memory, its answers written into direct memory, one thread.
 * A row is copied into its place as a whole; nothing else is done to it, and nothing with its score.
 */
final class RawBatches {
    private static final int ROWS = 64;
    private static final int BATCHES_BETWEEN_LOOKS = 1000;
    private static final Duration LENGTH = Duration.ofSeconds(6);

    private RawBatches() {}

    /** Scores rows for a while. */
    static DrainResult run(Path network, double dropped) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (var session = environment.createSession(network.toString(), options)) {
                return run(environment, session, dropped);
            }
        }
    }

    private static DrainResult run(OrtEnvironment environment, OrtSession session, double dropped) throws OrtException {
        var input = session.getInputInfo().values().iterator().next();
        var output = session.getOutputInfo().values().iterator().next();
        int width = (int) ((TensorInfo) input.getInfo()).getShape()[1];
        int classes = (int) ((TensorInfo) output.getInfo()).getShape()[1];
        var rows = floats(width);
        var answers = floats(classes);
        try (var taken = OnnxTensor.createTensor(environment, rows, new long[] {ROWS, width});
                var given = OnnxTensor.createTensor(environment, answers, new long[] {ROWS, classes})) {
            var inputs = Map.of(input.getName(), taken);
            var outputs = Map.of(output.getName(), given);
            var numbers = new Numbers(width);
            var drain = new Drain();
            long end = System.nanoTime() + LENGTH.toNanos();
            long batches = 0;
            for (; System.nanoTime() < end; batches++) {
                rows.clear();
                for (int i = 0; i < ROWS; i++) {
                    rows.put(numbers.row(batches * ROWS + i));
                }
                session.run(inputs, Set.of(), outputs).close();
                if (batches % BATCHES_BETWEEN_LOOKS == 0) {
                    drain.at((double) batches, System.nanoTime(), Effort.processCpuNanos());
                }
            }
            drain.at((double) batches, System.nanoTime(), Effort.processCpuNanos());
            return DrainResult.of(drain.without(dropped, batches * ROWS));
        }
    }

    private static FloatBuffer floats(int width) {
        return ByteBuffer.allocateDirect(ROWS * width * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
