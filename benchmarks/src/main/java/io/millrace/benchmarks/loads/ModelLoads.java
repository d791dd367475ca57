package io.millrace.benchmarks.loads;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.ProcessMemory;
import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Loads a pipeline's model, scores a batch and gives it up, again and again, and looks at what the process occupies. At first that
 * grows, because code is compiled and the allocator keeps what it may need again; what it has come to then is the plateau.
 */
public final class ModelLoads {
    private static final Goal GROWTH = Goal.atMost(1.05);
    private static final int LOOKS = 10;

    private final Pipeline pipeline;
    private final ModelReference scoring;
    private final int loads;

    /** @param loads before the plateau is looked at, and so many again after it */
    public ModelLoads(Pipeline pipeline, int loads) {
        this.pipeline = pipeline;
        this.scoring = Objects.requireNonNull(pipeline.model());
        this.loads = loads;
    }

    /** What the process occupies, before and after. */
    public List<Figure> measure(Progress progress) throws InvalidModelException, ModelFailedException {
        progress.say(loads + " loads until the plateau");
        load(loads);
        var plateau = Distribution.of(looks().stream().mapToDouble(Double::doubleValue));
        progress.say(loads + " loads more");
        load(loads);
        var after = looks();
        double median = plateau.median();
        return List.of(
                new Figure("resident memory on the plateau", "bytes", plateau),
                new Figure(
                        "resident memory after " + loads + " loads more",
                        "bytes",
                        Distribution.of(after.stream().mapToDouble(Double::doubleValue))),
                new Figure(
                        "after / plateau",
                        Figure.RATIO,
                        Distribution.of(after.stream().mapToDouble(bytes -> bytes / median)),
                        GROWTH));
    }

    /** A load between two looks, so that one is not the same as the other. */
    private List<Double> looks() throws InvalidModelException, ModelFailedException {
        var looks = new ArrayList<Double>();
        for (int i = 0; i < LOOKS; i++) {
            load(1);
            System.gc();
            looks.add(ProcessMemory.residentBytes());
        }
        return looks;
    }

    private void load(int times) throws InvalidModelException, ModelFailedException {
        double[] row = new double[pipeline.plan().features().size()];
        for (int i = 0; i < times; i++) {
            try (OnnxModel model = pipeline.openModel();
                    var scorer = model.newScorer(scoring.batch().rows())) {
                for (int position = 0; position < scorer.capacity(); position++) {
                    scorer.put(position, row);
                }
                scorer.run(scorer.capacity());
            }
        }
    }
}
