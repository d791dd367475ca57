package io.millrace.app.model;

import java.nio.file.Path;

/**
 * How right and how quick a model is on its golden rows, whatever their scores. Confined to one thread; whoever opens it closes
 * it.
 */
public final class ModelMeasure implements AutoCloseable {
    private static final double NANOS_PER_MICRO = 1e3;

    private final OnnxModel model;
    private final Scorer scorer;
    private final int rows;

    private ModelMeasure(OnnxModel model, int rows) {
        this.model = model;
        this.scorer = model.newGoldenScorer(rows);
        this.rows = rows;
    }

    /**
     * Loads a model.
     *
     * @param output which number of the answer is the score
     * @param rows of each call that is timed, 1 or more
     * @throws InvalidModelException if it cannot be asked at all; what its golden rows score does not matter
     */
    public static ModelMeasure open(Path folder, ModelManifest manifest, ScoreOutput output, int rows)
            throws InvalidModelException {
        return new ModelMeasure(OnnxModel.openUnproven(folder, manifest, output), rows);
    }

    /** How far a score lies from its golden one at most; infinite if there is none. */
    public double largestDifference() throws ModelFailedException {
        double largest = 0;
        for (var golden : model.manifest().golden()) {
            GoldenProof.put(scorer, 0, golden);
            scorer.run(1);
            double difference = Math.abs(scorer.score(0) - golden.score());
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    /** How long a row takes among others, in microseconds, the mean of so many calls. */
    public double microsPerRow(int calls) throws ModelFailedException {
        var golden = model.manifest().golden();
        long begunNanos = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            for (int row = 0; row < rows; row++) {
                GoldenProof.put(scorer, row, golden.get(row % golden.size()));
            }
            scorer.run(rows);
        }
        return (System.nanoTime() - begunNanos) / NANOS_PER_MICRO / calls / rows;
    }

    @Override
    public void close() {
        scorer.close();
        model.close();
    }
}
