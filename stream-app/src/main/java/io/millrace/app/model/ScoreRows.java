package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** The scores a graph gives. Confined to one thread; whoever makes it closes it. */
sealed interface ScoreRows extends AutoCloseable permits CopiedScores, MappedScores, PinnedScores {
    /** Runs the graph on rows [from, from + rows), which the inputs hold. */
    void run(OrtSession session, Map<String, OnnxTensor> inputs, int from, int rows) throws OrtException;

    /** Of a row that has been run. */
    double score(int position);

    @Override
    void close();
}
