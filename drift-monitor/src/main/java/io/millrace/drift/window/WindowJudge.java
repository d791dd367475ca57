package io.millrace.drift.window;

import io.millrace.drift.compare.Comparison;
import io.millrace.drift.compare.Finding;
import io.millrace.drift.compare.ProfileDefinition;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.drift.stats.OutlierShare;
import io.millrace.drift.stats.Statistic;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import io.millrace.schemas.prediction.PredictionSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares a window with the profile, as {@link Comparison} does. A value is null, which is "unknown" and never "no drift", where
 * the window or the reference does not say it; the reason is told. Immutable and safe for concurrent use.
 */
public final class WindowJudge {
    private static final String NO_DEFINITION = "";

    private final ReferenceProfile profile;
    private final Limits limits;
    private final FalseDiscoveries discoveries;
    private final List<Watch> watches;
    private final Comparison comparison;

    /** @param watches detectors whose signals windows have counted */
    public WindowJudge(ReferenceProfile profile, Limits limits, FalseDiscoveries discoveries, List<Watch> watches) {
        this.profile = profile;
        this.limits = limits;
        this.discoveries = discoveries;
        this.watches = watches;
        this.comparison = new Comparison(limits.leastRows());
    }

    /**
     * What is to be said about a window.
     *
     * @param window everything the window counted, over this judge's profile; at least one row
     * @param startMillis start of the window
     * @param endMillis its end
     * @param warmingUp whether windowed features may still be filling
     * @return one statistic per feature, numbers in the profile's order, the score, then texts: first of the whole, then of each segment.
     *     Last of the whole, where the profile has a limit, how many rows are outliers
     */
    public List<DriftStatistic> judge(WindowAccumulator window, long startMillis, long endMillis, boolean warmingUp) {
        var all = new ArrayList<DriftStatistic>();
        window.segments().forEach((segment, rows) -> {
            var statistics = statistics(rows);
            discoveries.control(statistics);
            if (segment.equals(Segment.WHOLE)) {
                statistics.forEach(statistic -> addSignals(statistic, window));
                if (!Double.isNaN(profile.outlierLimit())) {
                    statistics.add(outliers(window, rows));
                }
            }
            for (var statistic : statistics) {
                statistic.setWindowStart(Instant.ofEpochMilli(startMillis));
                statistic.setWindowEnd(Instant.ofEpochMilli(endMillis));
                statistic.setWarmingUp(warmingUp);
                if (!segment.equals(Segment.WHOLE)) {
                    statistic.setSegmentBy(segment.by());
                    statistic.setSegmentValue(segment.shown());
                }
            }
            all.addAll(statistics);
        });
        return all;
    }

    /** Detectors read all predictions, whatever they are split by. */
    private void addSignals(DriftStatistic statistic, WindowAccumulator window) {
        for (var watch : watches) {
            if (watch.feature().equals(statistic.getFeature())) {
                long signals = window.signals().getOrDefault(watch.name(), 0L);
                statistic
                        .getTests()
                        .add(new DriftTest(
                                watch.kind().code(),
                                watch.definition(),
                                (double) signals,
                                0.0,
                                signals > 0,
                                null,
                                false,
                                null));
            }
        }
    }

    /** No reference has outlier scores: it is a share that is told, not a difference. */
    private DriftStatistic outliers(WindowAccumulator window, RowsSummary rows) {
        long known = window.withOutlierScore();
        var finding = known >= limits.leastRows()
                ? new Finding(Statistic.OUTLIER_SHARE, (double) window.outliers() / known, null, null)
                : Finding.unknown(
                        Statistic.OUTLIER_SHARE,
                        known == 0
                                ? "no prediction says how far out its row is"
                                : known + " predictions say how far out their rows are, fewer than "
                                        + limits.leastRows());
        var statistic = statistic(PredictionSchema.OUTLIER_SCORE, List.of(finding), limits.ofOutliers(), rows);
        statistic.setCurrentCount(rows.rows());
        statistic.setCurrentMissing(rows.rows() - known);
        statistic.setDistribution(new ArrayList<>());
        return statistic;
    }

    private List<DriftStatistic> statistics(RowsSummary rows) {
        var statistics = new ArrayList<DriftStatistic>();
        for (var column : rows.numbers()) {
            statistics.add(statistic(column, rows));
        }
        for (var column : rows.texts()) {
            statistics.add(statistic(column, rows));
        }
        return statistics;
    }

    private DriftStatistic statistic(NumberSummary column, RowsSummary rows) {
        var reference = column.reference();
        var findings = column.rows() == 0 && rows.rows() > 0 ? byAnotherModel(column) : comparison.of(column);
        var statistic = statistic(reference.name(), findings, limits.of(reference), rows);
        statistic.setCurrentCount(column.rows());
        statistic.setCurrentMissing(column.missing() + column.infinite());
        statistic.setReferenceMean(reference.count() == 0 ? null : (Double) reference.mean());
        statistic.setCurrentMean(
                column.count() == 0 ? null : (Double) column.moments().mean());
        statistic.setDistribution(Spread.of(column));
        return statistic;
    }

    /** Of features every row is counted, of scores those by the profile's model. */
    private static List<Finding> byAnotherModel(NumberSummary score) {
        return Comparison.statistics(score.reference()).stream()
                .map(statistic -> Finding.unknown(statistic, "the profile is of another model"))
                .toList();
    }

    private DriftStatistic statistic(TextSummary column, RowsSummary rows) {
        var reference = column.reference();
        var statistic = statistic(reference.name(), comparison.of(column), limits.of(reference), rows);
        statistic.setCurrentCount(column.rows());
        statistic.setCurrentMissing(column.missing());
        statistic.setDistribution(Spread.of(column));
        return statistic;
    }

    private DriftStatistic statistic(String feature, List<Finding> findings, List<Limit> tested, RowsSummary rows) {
        var byStatistic = new EnumMap<Statistic, Finding>(Statistic.class);
        findings.forEach(finding -> byStatistic.put(finding.statistic(), finding));
        var tests = new ArrayList<DriftTest>();
        for (var limit : tested) {
            tests.add(test(limit, byStatistic.remove(limit.statistic())));
        }
        var statistic = new DriftStatistic();
        statistic.setPipeline(profile.pipeline());
        statistic.setFeature(feature);
        statistic.setReferenceCount(profile.sampleSize());
        statistic.setTests(tests);
        statistic.setOtherStatistics(others(byStatistic));
        var model = rows.model();
        if (model != null) {
            statistic.setModelName(model.name());
            statistic.setModelVersion(model.version());
            statistic.setModelDigest(model.sha256());
        }
        return statistic;
    }

    private static Map<String, Double> others(Map<Statistic, Finding> findings) {
        var others = new HashMap<String, Double>();
        findings.forEach((statistic, finding) -> {
            if (finding.value() != null) {
                others.put(statistic.code(), finding.value());
            }
        });
        return others;
    }

    private static DriftTest test(Limit limit, @Nullable Finding finding) {
        if (finding == null) {
            return new DriftTest(
                    limit.statistic().code(),
                    NO_DEFINITION,
                    null,
                    limit.threshold(),
                    false,
                    null,
                    false,
                    "a feature of this kind has none");
        }
        var value = finding.value();
        return new DriftTest(
                limit.statistic().code(),
                definition(limit.statistic()),
                value,
                limit.threshold(),
                value != null && value > limit.threshold(),
                finding.pValue(),
                false,
                finding.reason());
    }

    private static String definition(Statistic statistic) {
        return statistic == Statistic.OUTLIER_SHARE
                ? "millrace/" + OutlierShare.DEFINITION
                : ProfileDefinition.of(statistic).text();
    }
}
