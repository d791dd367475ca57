package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.millrace.app.pipeline.MonitorDefinition;
import io.millrace.app.pipeline.QualityDefinition;
import io.millrace.app.topology.Refusal;
import io.millrace.app.training.CallListener;
import io.millrace.drift.compare.Comparison;
import io.millrace.drift.outcome.Fate;
import io.millrace.drift.outcome.QualityListener;
import io.millrace.drift.outcome.QualityTopology;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.topology.DriftListener;
import io.millrace.drift.topology.RejectedPrediction;
import io.millrace.drift.window.Limit;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.prediction.PredictionSchema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Turns what a monitor finds into meters. Names are in {@link MetricNames}. Thread-safe. */
final class MonitorMetrics implements DriftListener, QualityListener, CallListener {
    private static final String FINAL = "final";

    private final Meters meters;
    private final Counter monitored;
    private final Counter late;
    private final Counter requests;
    private final Map<Series, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();
    private final Map<QualityState, Shown> shown = new ConcurrentHashMap<>();

    /** One gauge of ours. */
    private record Series(String name, Tags tags) {}

    /** The window that gauges are of. */
    private record Shown(Instant windowStart) {}

    MonitorMetrics(Meters meters) {
        this.meters = meters;
        this.monitored = meters.counter(MetricNames.MONITORED_PREDICTIONS);
        this.late = meters.counter(MetricNames.LATE_PREDICTIONS);
        this.requests = meters.counter(MetricNames.RETRAINING_REQUESTS);
        for (var result : CallListener.Result.values()) {
            calls(result);
        }
        for (var fate : Fate.values()) {
            followed(fate, 0);
        }
        quality(Measure.LABEL_COVERAGE.key(), FINAL); // which answers of either kind have
    }

    /**
     * Sets up what a monitor counts, and one gauge for each statistic of each feature. Every counter is there, at zero, before anything happens: Prometheus sees no increase in
     * one that begins at 1.
     */
    void watch(MonitorDefinition monitor) {
        var profile = monitor.profile();
        for (var feature : profile.columns()) {
            watch(
                    feature.name(),
                    Comparison.statistics(feature),
                    monitor.limits().of(feature));
        }
        for (var feature : profile.texts()) {
            watch(
                    feature.name(),
                    Comparison.statistics(feature),
                    monitor.limits().of(feature));
        }
        for (var limit : monitor.limits().ofOutliers()) {
            gauge(series(PredictionSchema.OUTLIER_SCORE, limit.statistic().code()));
            alerts(PredictionSchema.OUTLIER_SCORE, limit.statistic().code());
        }
        for (var watch : monitor.watches()) {
            gauge(series(watch.feature(), watch.kind().code()));
            alerts(watch.feature(), watch.kind().code());
        }
        for (var reason : RejectedPrediction.Reason.values()) {
            meters.counter(MetricNames.DEAD_LETTERS, Tags.of("stage", Refusal.MONITOR_STAGE, "reason", reason.code()));
        }
    }

    private void watch(String feature, List<Statistic> told, List<Limit> tested) {
        gauge(psi(feature));
        told.forEach(statistic -> gauge(series(feature, statistic.code())));
        tested.forEach(limit -> alerts(feature, limit.statistic().code()));
    }

    /** Sets up what is counted where outcomes are followed. */
    void watch(QualityDefinition definition) {
        for (var limit : definition.limits().limits()) {
            alerts(QualityTopology.FEATURE, limit.measure().key());
        }
        definition.kind().measures().forEach(measure -> quality(measure.key(), FINAL));
        definition.by().forEach(this::unsegmented);
    }

    @Override
    public void followed(Fate fate) {
        followed(fate, 1);
    }

    private void followed(Fate fate, int count) {
        meters.counter(MetricNames.FOLLOWED_RECORDS, Tags.of("fate", fate.code()))
                .increment(count);
    }

    @Override
    public void withTheRest(String by, long predictions) {
        unsegmented(by).increment((double) predictions);
    }

    private Counter unsegmented(String by) {
        return meters.counter(MetricNames.UNSEGMENTED_PREDICTIONS, Tags.of("by", by));
    }

    @Override
    public void quality(QualityStatistic statistic) {
        if (statistic.getModelVersion() != null || statistic.getSegmentBy() != null) {
            return; // as many as there are versions and values: they are in the topic
        }
        var latest = shown.merge(
                statistic.getState(),
                new Shown(statistic.getWindowStart()),
                (before, now) -> now.windowStart.isBefore(before.windowStart) ? before : now);
        if (latest.windowStart.equals(statistic.getWindowStart())) {
            var state = statistic.getState().name().toLowerCase(Locale.ROOT);
            statistic.getMeasures().forEach(measure -> show(measure, state));
            if (statistic.getState() == QualityState.PROVISIONAL) {
                statistic.getEstimates().forEach(measure -> show(measure, "expected"));
            }
        }
    }

    private void show(QualityMeasure measure, String state) {
        var value = measure.getValue();
        quality(measure.getName(), state).set(value == null ? Double.NaN : value);
    }

    private AtomicReference<Double> quality(String measure, String state) {
        return gauge(new Series(MetricNames.QUALITY, Tags.of("measure", measure, "state", state)));
    }

    @Override
    public void statistic(DriftStatistic statistic) {
        if (statistic.getSegmentBy() != null) {
            return; // as many as there are values: they are in the topic
        }
        for (var test : statistic.getTests()) {
            var value = test.getValue();
            if (value != null) {
                set(statistic.getFeature(), test.getName(), value);
            }
        }
        statistic.getOtherStatistics().forEach((name, value) -> set(statistic.getFeature(), name, value));
    }

    private void set(String feature, String statistic, double value) {
        gauge(series(feature, statistic)).set(value);
        if (statistic.equals(Statistic.PSI.code())) {
            gauge(psi(feature)).set(value);
        }
    }

    @Override
    public void alert(DriftAlert alert) {
        if (alert.getState() == DriftAlertState.RAISED && alert.getSegmentBy() == null) {
            alerts(alert.getFeature(), alert.getTest()).increment();
        }
    }

    @Override
    public void retraining(RetrainingRequest request) {
        requests.increment();
    }

    @Override
    public void called(Result result) {
        calls(result).increment();
    }

    @Override
    public void monitored(long count) {
        monitored.increment((double) count);
    }

    @Override
    public void late(long count) {
        late.increment((double) count);
    }

    private static Series psi(String feature) {
        return new Series(MetricNames.DRIFT_PSI, Tags.of("feature", feature));
    }

    private static Series series(String feature, String statistic) {
        return new Series(MetricNames.DRIFT_STATISTIC, Tags.of("feature", feature, "statistic", statistic));
    }

    private AtomicReference<Double> gauge(Series series) {
        return gauges.computeIfAbsent(series, told -> {
            var value = new AtomicReference<>(Double.NaN);
            meters.gauge(told.name(), told.tags(), value, AtomicReference::get);
            return value;
        });
    }

    private Counter alerts(String feature, String test) {
        return meters.counter(MetricNames.DRIFT_ALERTS, Tags.of("feature", feature, "test", test));
    }

    private Counter calls(Result result) {
        return meters.counter(MetricNames.RETRAINING_CALLS, Tags.of("result", result.code()));
    }
}
