package io.millrace.app.model;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One value per row of a sequence of maps, which is what a scikit-learn classifier answers with {@code zipmap} on. */
final class MappedScores implements ScoreRows {
    private final Set<String> name;
    private final Object key;
    private final double[] scores;

    /** @param key a Long or a String */
    MappedScores(String name, Object key, int rows) {
        this.name = Set.of(name);
        this.key = key;
        this.scores = new double[rows];
    }

    @Override
    public void run(
            OrtSession session, Map<String, OnnxTensor> inputs, int from, int rows, @Nullable RunOptions options)
            throws OrtException {
        try (var result = session.run(inputs, name, options)) {
            var maps = maps(result.get(0));
            for (int i = 0; i < rows; i++) {
                scores[from + i] = maps.get(i).get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
            }
        }
    }

    /** One map per row; nothing native is left open but the sequence itself. */
    static List<Map<?, ?>> maps(OnnxValue sequence) throws OrtException {
        var maps = ((OnnxSequence) sequence).getValue();
        try {
            var copies = new ArrayList<Map<?, ?>>(maps.size());
            for (var map : maps) {
                copies.add(((OnnxMap) map).getValue());
            }
            return copies;
        } finally {
            maps.forEach(OnnxValue::close);
        }
    }

    @Override
    public double score(int position) {
        return scores[position];
    }

    @Override
    public void close() {} // nothing native is kept
}
