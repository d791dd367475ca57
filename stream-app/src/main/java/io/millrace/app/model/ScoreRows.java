package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scores a graph gives. Confined to one thread; whoever makes it closes it. */
sealed interface ScoreRows extends AutoCloseable permits CopiedScores, MappedScores, PinnedScores {
    /**
     * Runs the graph on rows [from, from + rows), which the inputs hold.
     *
     * @param options of the call; null for none
     */
    void run(OrtSession session, Map<String, OnnxTensor> inputs, int from, int rows, @Nullable RunOptions options)
            throws OrtException;

    /** Of a row that has been run. */
    double score(int position);

    @Override
    void close();
}
