package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.millrace.app.topology.Refusal;
import io.millrace.app.training.CallListener;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.DriftListener;
import io.millrace.drift.topology.RejectedPrediction;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Turns what a monitor finds into meters. Names are in {@link MetricNames}. Thread-safe. */
final class MonitorMetrics implements DriftListener, CallListener {
    private final Meters meters;
    private final Counter monitored;
    private final Counter late;
    private final Counter requests;
    private final Map<String, AtomicReference<Double>> psi = new ConcurrentHashMap<>();

    MonitorMetrics(Meters meters) {
        this.meters = meters;
        this.monitored = meters.counter(MetricNames.MONITORED_PREDICTIONS);
        this.late = meters.counter(MetricNames.LATE_PREDICTIONS);
        this.requests = meters.counter(MetricNames.RETRAINING_REQUESTS);
        for (var result : CallListener.Result.values()) {
            calls(result);
        }
    }

    /**
     * Sets up what a monitor counts. Every counter is there, at zero, before anything happens: Prometheus sees no increase in
     * one that begins at 1.
     */
    void watch(ReferenceProfile profile) {
        for (var feature : profile.columns()) {
            psi.computeIfAbsent(feature.name(), this::psiGauge);
            for (var test : WindowJudge.TESTS) {
                alerts(feature.name(), test);
            }
        }
        for (var reason : RejectedPrediction.Reason.values()) {
            meters.counter(MetricNames.DEAD_LETTERS, Tags.of("stage", Refusal.MONITOR_STAGE, "reason", reason.code()));
        }
    }

    @Override
    public void statistic(DriftStatistic statistic) {
        for (var test : statistic.getTests()) {
            if (test.getName().equals(WindowJudge.PSI) && test.getValue() != null) {
                psi.computeIfAbsent(statistic.getFeature(), this::psiGauge).set(test.getValue());
            }
        }
    }

    @Override
    public void alert(DriftAlert alert) {
        if (alert.getState() == DriftAlertState.RAISED) {
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

    private AtomicReference<Double> psiGauge(String feature) {
        var value = new AtomicReference<>(Double.NaN);
        meters.gauge(MetricNames.DRIFT_PSI, Tags.of("feature", feature), value, AtomicReference::get);
        return value;
    }

    private Counter alerts(String feature, String test) {
        return meters.counter(MetricNames.DRIFT_ALERTS, Tags.of("feature", feature, "test", test));
    }

    private Counter calls(Result result) {
        return meters.counter(MetricNames.RETRAINING_CALLS, Tags.of("result", result.code()));
    }
}
