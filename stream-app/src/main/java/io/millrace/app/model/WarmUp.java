package io.millrace.app.model;

import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a model for golden rows again and again, as many at once as a stream will ever ask for: an answer must depend neither
 * on what was asked before nor on what is asked beside it.
 */
public final class WarmUp {
    /** The key of what went wrong; not one of the manifest's. */
    public static final String KEY = "warm-up";

    private static final int ROUNDS = 200;
    private static final long ROUNDS_NANOS = 500_000_000;

    private final Scorer scorer;
    private final ModelManifest manifest;

    private WarmUp(Scorer scorer, ModelManifest manifest) {
        this.scorer = scorer;
        this.manifest = manifest;
    }

    /**
     * Scores every number of rows once, and one row many times.
     *
     * @param rows most rows of one call, 1 or more
     * @return how long one row by itself takes, the median in microseconds
     * @throws InvalidModelException if a score is another than the golden one, or none
     */
    public static double micros(OnnxModel model, int rows) throws InvalidModelException {
        try (var scorer = model.newGoldenScorer(rows)) {
            var warmUp = new WarmUp(scorer, model.manifest());
            for (int together = 1; together <= rows; together++) {
                warmUp.score(together, together);
            }
            return warmUp.micros();
        }
    }

    private double micros() throws InvalidModelException {
        var nanos = new long[ROUNDS];
        int round = 0;
        var start = System.nanoTime();
        for (; round < ROUNDS && System.nanoTime() - start < ROUNDS_NANOS; round++) {
            var before = System.nanoTime();
            score(1, round);
            nanos[round] = System.nanoTime() - before;
        }
        Arrays.sort(nanos, 0, round);
        return nanos[round / 2] / 1e3;
    }

    /** @param first which golden row is the first one; the others follow, and begin again when there are no more */
    private void score(int rows, int first) throws InvalidModelException {
        var golden = manifest.golden();
        for (int i = 0; i < rows; i++) {
            GoldenProof.put(scorer, i, golden.get((first + i) % golden.size()));
        }
        try {
            scorer.run(rows);
        } catch (ModelFailedException e) {
            throw refusal(rows + " golden rows at once cannot be scored, " + e.getMessage());
        }
        for (int i = 0; i < rows; i++) {
            int row = (first + i) % golden.size();
            if (!GoldenProof.isRight(manifest, golden.get(row), scorer.score(i))) {
                throw refusal(
                        "golden row " + row + ", asked again among " + rows + " at once, gives " + scorer.score(i));
            }
        }
    }

    private static InvalidModelException refusal(String message) {
        return new InvalidModelException(List.of(new Mismatch(KEY, message)));
    }
}
