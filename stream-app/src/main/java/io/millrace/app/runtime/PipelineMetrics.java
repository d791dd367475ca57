package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.app.fleet.FollowListener;
import io.millrace.app.journal.Line;
import io.millrace.app.judge.JudgeListener;
import io.millrace.app.query.Outcome;
import io.millrace.app.query.QueryListener;
import io.millrace.app.topology.Refusal;
import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoringListener;
import io.millrace.app.topology.Variant;
import io.millrace.drift.judge.Criterion;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.DriftListener;
import io.millrace.drift.topology.RejectedPrediction;
import io.millrace.drift.window.WindowJudge;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Turns what happens in a pipeline into meters. Names are in {@link MetricNames}. Thread-safe. */
public final class PipelineMetrics
        implements ScoringListener, DriftListener, EnrichmentListener, QueryListener, FollowListener, JudgeListener {
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private final MeterRegistry registry;
    private final Tags pipeline;
    private final Counter events;
    private final Counter predictions;
    private final Counter fallbacks;
    private final Counter hits;
    private final Counter misses;
    private final Counter unexplained;
    private final Timer scoring;
    private final Timer endToEnd;
    private final Counter monitored;
    private final Counter late;
    private final Timer queries;
    private final Counter shadows;
    private final Counter shadowsMissed;
    private final Counter rolloutDisturbances;
    private final Timer rolloutHolds;
    private final Map<String, Map<Integer, Long>> held = new ConcurrentHashMap<>();
    private final Map<String, AtomicReference<Double>> psi = new ConcurrentHashMap<>();

    public PipelineMetrics(MeterRegistry registry, String pipelineName) {
        this.registry = registry;
        this.pipeline = Tags.of("pipeline", pipelineName);
        this.events = counter(MetricNames.EVENTS, Tags.empty());
        this.predictions = counter(MetricNames.PREDICTIONS, Tags.empty());
        this.fallbacks = counter(MetricNames.FALLBACKS, Tags.empty());
        this.hits = counter(MetricNames.CACHE_GETS, Tags.of("result", "hit"));
        this.misses = counter(MetricNames.CACHE_GETS, Tags.of("result", "miss"));
        this.unexplained = counter(MetricNames.UNEXPLAINED, Tags.empty());
        for (var stage : Stage.values()) {
            stage.reasons().forEach(reason -> deadLetters(stage.code(), reason.code()));
        }
        deadLetters(Refusal.ROLLOUT_STAGE, Refusal.NO_ENTRY);
        this.scoring = timer(MetricNames.SCORING);
        this.endToEnd = timer(MetricNames.END_TO_END);
        this.monitored = counter(MetricNames.MONITORED_PREDICTIONS, Tags.empty());
        this.late = counter(MetricNames.LATE_PREDICTIONS, Tags.empty());
        this.queries = timer(MetricNames.FEATURE_QUERY);
        this.shadows = counter(MetricNames.SHADOW_PREDICTIONS, Tags.empty());
        this.shadowsMissed = counter(MetricNames.SHADOW_MISSES, Tags.empty());
        this.rolloutDisturbances = counter(MetricNames.ROLLOUT_DISTURBANCES, Tags.empty());
        this.rolloutHolds = timer(MetricNames.ROLLOUT_HOLD);
        for (var refused : List.of(false, true)) {
            rolloutEntries(refused);
        }
        for (var criterion : List.of(Criterion.GUARD_ERRORS, Criterion.GUARD_LATENCY, Criterion.GUARD_SCORES)) {
            guardAlarms(criterion);
        }
        for (var promoted : List.of(false, true)) {
            judgeDecisions(promoted);
        }
        for (var outcome : Outcome.values()) {
            queries(outcome, false);
            queries(outcome, true);
        }
    }

    /** Sets up what is said of the process's memory, and of what its RocksDB stores share. */
    void watch(StateSettings state) {
        Gauge.builder(MetricNames.RESIDENT_MEMORY, ProcessMemory::residentBytes)
                .tags(pipeline)
                .register(registry);
        Gauge.builder(MetricNames.NATIVE_MEMORY, ProcessMemory::nativeBytes)
                .tags(pipeline)
                .register(registry);
        long limit = state.rocksDbBytes();
        Gauge.builder(MetricNames.ROCKSDB_MEMORY, () -> BoundedRocksDb.usedBytes(limit))
                .tags(pipeline)
                .register(registry);
        Gauge.builder(MetricNames.ROCKSDB_MEMORY_LIMIT, () -> limit)
                .tags(pipeline)
                .register(registry);
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
            deadLetters(Refusal.MONITOR_STAGE, reason.code());
        }
    }

    /** Counters and the time in the model once for a batch: a counter costs as much as a row of a small model. */
    @Override
    public void scored(List<ScoreOutcome> batch) {
        int made = 0;
        int byFallback = 0;
        long callNanos = 0;
        for (var outcome : batch) {
            if (outcome instanceof Scored scored) {
                made++;
                if (scored.by().variant() == Variant.FALLBACK) {
                    byFallback++;
                } else if (scored.scoringNanos() != 0 && scored.scoringNanos() != callNanos) {
                    callNanos = scored.scoringNanos(); // rows of one call have the same
                    scoring.record(callNanos, TimeUnit.NANOSECONDS);
                }
                long published = scored.event().origin().timestampMillis();
                endToEnd.record(Math.max(0, scored.scoredAtMillis() - published), TimeUnit.MILLISECONDS);
            }
        }
        events.increment(made);
        predictions.increment(made);
        fallbacks.increment(byFallback);
    }

    @Override
    public void refused(String stage, String reason) {
        if (stage.equals(Stage.CONTRACT.code()) || stage.equals(Stage.SCORE.code())) {
            events.increment();
        }
        deadLetters(stage, reason).increment();
    }

    @Override
    public void cached(int known, int unknown) {
        hits.increment(known);
        misses.increment(unknown);
    }

    @Override
    public void replaced(String feature) {
        replacedValues(feature).increment();
    }

    @Override
    public void shadowed(List<Scored> said, int missed) {
        shadows.increment(said.size());
        shadowsMissed.increment(missed);
    }

    @Override
    public void took(Line line) {
        rolloutEntries(line instanceof Line.Garbage
                        || (line instanceof Line.Written written && written.refusal() != null))
                .increment();
    }

    @Override
    public void disturbed(String why) {
        rolloutDisturbances.increment();
    }

    @Override
    public void held(Duration time) {
        rolloutHolds.record(time);
    }

    @Override
    public void alarmed(Criterion criterion) {
        guardAlarms(criterion).increment();
    }

    private Counter guardAlarms(Criterion criterion) {
        return counter(MetricNames.GUARD_ALARMS, Tags.of("criterion", criterion.text()));
    }

    @Override
    public void decided(boolean promoted) {
        judgeDecisions(promoted).increment();
    }

    private Counter judgeDecisions(boolean promoted) {
        return counter(MetricNames.JUDGE_DECISIONS, Tags.of("decision", promoted ? "promoted" : "rolled-back"));
    }

    private Counter rolloutEntries(boolean refused) {
        return counter(MetricNames.ROLLOUT_ENTRIES, Tags.of("result", refused ? "refused" : "taken"));
    }

    @Override
    public void unexplained() {
        unexplained.increment();
    }

    /** Sets up what is said of stations and features: zero before anything happens. */
    void watch(FeaturePlan plan) {
        plan.features().forEach(feature -> replacedValues(feature.name()));
        plan.stations().forEach(station -> heldAt(station.name()));
    }

    @Override
    public void held(String station, int partition, long events) {
        heldAt(station).put(partition, events);
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
    public void monitored(long count) {
        monitored.increment((double) count);
    }

    @Override
    public void late(long count) {
        late.increment((double) count);
    }

    @Override
    public void answered(Outcome outcome, boolean fromInstance, long nanos) {
        queries(outcome, fromInstance).increment();
        queries.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter queries(Outcome outcome, boolean fromInstance) {
        return counter(
                MetricNames.FEATURE_QUERIES,
                Tags.of("outcome", outcome.code(), "from", fromInstance ? "instance" : "client"));
    }

    private Map<Integer, Long> heldAt(String station) {
        return held.computeIfAbsent(station, first -> {
            var byPartition = new ConcurrentHashMap<Integer, Long>();
            registry.gauge(
                    MetricNames.HELD_EVENTS,
                    pipeline.and("station", station),
                    byPartition,
                    partitions -> partitions.values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            return byPartition;
        });
    }

    private AtomicReference<Double> psiGauge(String feature) {
        var value = new AtomicReference<>(Double.NaN);
        registry.gauge(MetricNames.DRIFT_PSI, pipeline.and("feature", feature), value, AtomicReference::get);
        return value;
    }

    private Counter deadLetters(String stage, String reason) {
        return counter(MetricNames.DEAD_LETTERS, Tags.of("stage", stage, "reason", reason));
    }

    private Counter replacedValues(String feature) {
        return counter(MetricNames.REPLACED_VALUES, Tags.of("feature", feature));
    }

    private Counter alerts(String feature, String test) {
        return counter(MetricNames.DRIFT_ALERTS, Tags.of("feature", feature, "test", test));
    }

    private Counter counter(String prometheusName, Tags tags) {
        return Counter.builder(prometheusName.replaceAll("_total$", ""))
                .tags(pipeline.and(tags))
                .register(registry);
    }

    private Timer timer(String prometheusName) {
        return Timer.builder(prometheusName.replaceAll("_seconds$", ""))
                .tags(pipeline)
                .publishPercentiles(QUANTILES)
                .register(registry);
    }
}
