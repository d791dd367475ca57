package io.millrace.drift.window;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.Psi;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a window with the profile. A value is null, which is "unknown" and never "no drift", where the window or the
 * reference has too few values for the test. Immutable and safe for concurrent use.
 */
public final class WindowJudge {
    public static final String PSI = "psi";
    public static final String MEAN_SHIFT = "mean-shift";
    public static final String MISSING_SHARE = "missing-share";

    /** The names of all tests. */
    public static final List<String> TESTS = List.of(PSI, MEAN_SHIFT, MISSING_SHARE);

    private final ReferenceProfile profile;
    private final TumblingWindows windows;
    private final Thresholds thresholds;

    public WindowJudge(ReferenceProfile profile, TumblingWindows windows, Thresholds thresholds) {
        this.profile = profile;
        this.windows = windows;
        this.thresholds = thresholds;
    }

    /**
     * What is to be said about a window.
     *
     * @param window everything the window counted, over this judge's profile; at least one row
     * @param startMillis start of the window
     * @param warmingUp whether windowed features may still be filling
     * @return one statistic per feature in the profile's order, then the score's
     */
    public List<DriftStatistic> judge(WindowAccumulator window, long startMillis, boolean warmingUp) {
        var statistics = new ArrayList<DriftStatistic>();
        var references = profile.columns();
        for (int i = 0; i < references.size(); i++) {
            var reference = references.get(i);
            var current = window.columns().get(i);
            statistics.add(DriftStatistic.newBuilder()
                    .setPipeline(profile.pipeline())
                    .setFeature(reference.name())
                    .setWindowStart(Instant.ofEpochMilli(startMillis))
                    .setWindowEnd(Instant.ofEpochMilli(windows.endOf(startMillis)))
                    .setReferenceCount(profile.sampleSize())
                    .setCurrentCount(current.rows())
                    .setCurrentMissing(current.missing())
                    .setModelVersion(window.modelVersion())
                    .setWarmingUp(warmingUp)
                    .setTests(tests(reference, current))
                    .build());
        }
        return statistics;
    }

    private List<DriftTest> tests(FeatureProfile reference, ColumnSummary current) {
        long values = current.moments().count();
        boolean enoughValues = reference.count() > 0 && values >= thresholds.minSamples();
        boolean enoughRows = current.rows() >= thresholds.minSamples();
        return List.of(
                test(PSI, Psi.DEFINITION, enoughValues ? psi(reference, current) : null, thresholds.psi()),
                test(
                        MEAN_SHIFT,
                        MeanShift.DEFINITION,
                        enoughValues ? meanShift(reference, current) : null,
                        thresholds.meanShift()),
                test(
                        MISSING_SHARE,
                        MissingShare.DEFINITION,
                        enoughRows ? missingShare(reference, current) : null,
                        thresholds.missingShare()));
    }

    private static double psi(FeatureProfile reference, ColumnSummary current) {
        double[] shares =
                reference.shares().stream().mapToDouble(Double::doubleValue).toArray();
        return Psi.between(shares, current.counts());
    }

    private static double meanShift(FeatureProfile reference, ColumnSummary current) {
        return MeanShift.between(
                reference.mean(), reference.stddev(), current.moments().mean());
    }

    private static double missingShare(FeatureProfile reference, ColumnSummary current) {
        return MissingShare.between(reference.missingShare(), current.missing(), current.rows());
    }

    private static DriftTest test(String name, String definition, @Nullable Double value, double threshold) {
        return DriftTest.newBuilder()
                .setName(name)
                .setDefinition(definition)
                .setValue(value)
                .setThreshold(threshold)
                .setDrifted(value != null && value > threshold)
                .build();
    }
}
