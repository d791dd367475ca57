package io.millrace.app.model;

import ai.onnxruntime.OrtSession;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.List;
import java.util.stream.IntStream;

/** Runs a model on its golden rows before it may score anything else. */
final class GoldenProof {
    private GoldenProof() {}

    /** Scores every golden row the way events will be scored, and reports each that differs. */
    static void scores(OrtSession session, ModelManifest manifest, Binding binding, List<Mismatch> mismatches) {
        var inTensorOrder = IntStream.range(0, manifest.features().size()).toArray();
        try (var scorer = binding.newScorer(session, inTensorOrder, 1)) {
            for (int i = 0; i < manifest.golden().size(); i++) {
                var golden = manifest.golden().get(i);
                var key = "golden[" + i + "].score";
                try {
                    scorer.put(
                            0,
                            golden.row().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray());
                    scorer.run(1);
                    var actual = scorer.score(0);
                    if (!(Math.abs(actual - golden.score()) <= manifest.tolerance())) { // so that NaN fails too
                        mismatches.add(new Mismatch(
                                key,
                                "expected " + golden.score() + " within " + manifest.tolerance() + ", the model gives "
                                        + actual));
                    }
                } catch (ModelFailedException e) {
                    mismatches.add(new Mismatch(key, "cannot be scored, " + e.getMessage()));
                }
            }
        }
    }
}
