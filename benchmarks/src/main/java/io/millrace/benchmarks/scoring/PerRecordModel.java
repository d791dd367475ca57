package io.millrace.benchmarks.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model as it is mostly called from a stream, written anew after what Crayfish (Horchidan et al., EDBT 2024) measures in Kafka
 * Streams: the text of an event is split, its numbers are objects in a list of rows, the one row becomes nested arrays, ONNX
 * Runtime answers into memory of its own, which is copied into nested arrays, and a new mapper writes the answer. Unlike there,
 * everything native is closed again. Safe for concurrent use.
 */
final class PerRecordModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final int score;

    /** @param score which number of the answer is written */
    PerRecordModel(Path network, int score) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(network.toString(), options);
        }
        this.input = session.getInputNames().iterator().next();
        this.score = score;
    }

    /** @param point a JSON array of numbers */
    byte[] answer(String point) {
        try {
            float probability = score(List.of(numbers(point)));
            return new ObjectMapper().writeValueAsBytes(Map.of("score", probability));
        } catch (OrtException | JsonProcessingException e) {
            throw new IllegalStateException("a point without a score", e);
        }
    }

    private static List<Float> numbers(String point) {
        var numbers = new ArrayList<Float>();
        for (String number : point.substring(1, point.length() - 1).split(",", -1)) {
            numbers.add(Float.valueOf(number));
        }
        return numbers;
    }

    private float score(List<List<Float>> rows) throws OrtException {
        var nested = new float[rows.size()][];
        for (int i = 0; i < nested.length; i++) {
            List<Float> row = rows.get(i);
            nested[i] = new float[row.size()];
            for (int j = 0; j < row.size(); j++) {
                nested[i][j] = row.get(j);
            }
        }
        try (var taken = OnnxTensor.createTensor(environment, nested);
                var given = session.run(Map.of(input, taken))) {
            return ((float[][]) given.get(0).getValue())[0][score];
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
