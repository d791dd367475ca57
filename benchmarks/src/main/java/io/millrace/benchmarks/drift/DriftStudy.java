package io.millrace.benchmarks.drift;

import io.millrace.benchmarks.measure.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How soon drift is found, and how often it is found where there is none. The same seed gives the same figures, to the bit. */
public final class DriftStudy {
    private static final List<Change> CHANGES = List.of(
            Change.mean(0.25),
            Change.mean(0.5),
            Change.mean(1),
            Change.variance(1.5),
            Change.variance(2),
            Change.newCategory(0.01),
            Change.newCategory(0.05),
            Change.gradual(1, 20),
            Change.concept());

    /** Of the outcomes that no longer depend on scores. */
    private static final List<Double> LOOSE = List.of(0.1, 0.25, 0.5);

    private static final List<StudySize> FULL =
            List.of(new StudySize(500, 20, 200, 30, 20, 2), new StudySize(5_000, 12, 250, 30, 0, 0));

    private static final List<StudySize> QUICK = List.of(new StudySize(250, 2, 10, 5, 2, 1));

    private final long seed;
    private final List<StudySize> sizes;

    /** @param sizes of windows, each studied by itself */
    public DriftStudy(long seed, List<StudySize> sizes) {
        this.seed = seed;
        this.sizes = List.copyOf(sizes);
    }

    /** What the command studies. */
    public static List<StudySize> sizes(boolean quick) {
        return quick ? QUICK : FULL;
    }

    /** Studies everything. */
    public List<StudyPart> run(Progress progress) {
        var parts = new ArrayList<StudyPart>();
        for (var size : sizes) {
            var contenders = Stream.concat(Contender.limits().stream(), Contender.detectors().stream())
                    .toList();
            parts.add(new StudyPart(
                    StudyPart.FEATURES, size, new FeatureStudy(size, CHANGES, contenders).run(seed, progress)));
            parts.add(new StudyPart(StudyPart.OUTCOMES, size, new ConceptStudy(size, LOOSE).run(seed, progress)));
        }
        return parts;
    }
}
