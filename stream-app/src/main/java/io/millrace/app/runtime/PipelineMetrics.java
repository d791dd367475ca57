package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
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
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.topology.EnrichmentListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Turns what happens in a pipeline into meters. Names are in {@link MetricNames}. Thread-safe. */
public final class PipelineMetrics
        implements ScoringListener, EnrichmentListener, QueryListener, FollowListener, JudgeListener {
    private final Meters meters;
    private final MonitorMetrics monitor;
    private final Counter events;
    private final Counter predictions;
    private final Counter fallbacks;
    private final Counter hits;
    private final Counter misses;
    private final Counter unexplained;
    private final Counter outliers;
    private final Counter beyondRate;
    private final Timer scoring;
    private final Timer endToEnd;
    private final Timer queries;
    private final Counter shadows;
    private final Counter shadowsMissed;
    private final Counter rolloutDisturbances;
    private final Timer rolloutHolds;
    private final VersionCounters byVersion;
    private final Map<String, Map<Integer, Long>> held = new ConcurrentHashMap<>();

    public PipelineMetrics(MeterRegistry registry, String pipelineName) {
        this.meters = Meters.of(registry, pipelineName);
        this.monitor = new MonitorMetrics(meters);
        this.events = meters.counter(MetricNames.EVENTS);
        this.predictions = meters.counter(MetricNames.PREDICTIONS);
        this.fallbacks = meters.counter(MetricNames.FALLBACKS);
        this.hits = meters.counter(MetricNames.CACHE_GETS, Tags.of("result", "hit"));
        this.misses = meters.counter(MetricNames.CACHE_GETS, Tags.of("result", "miss"));
        this.outliers = meters.counter(MetricNames.OUTLIERS);
        this.beyondRate = meters.counter(MetricNames.BEYOND_RATE);
        this.unexplained = meters.counter(MetricNames.UNEXPLAINED);
        for (var stage : Stage.values()) {
            stage.reasons().forEach(reason -> deadLetters(stage.code(), reason.code()));
        }
        deadLetters(Refusal.ROLLOUT_STAGE, Refusal.NO_ENTRY);
        this.scoring = meters.timer(MetricNames.SCORING);
        this.endToEnd = meters.timer(MetricNames.END_TO_END);
        this.queries = meters.timer(MetricNames.FEATURE_QUERY);
        this.byVersion = new VersionCounters(meters);
        this.shadows = meters.counter(MetricNames.SHADOW_PREDICTIONS);
        this.shadowsMissed = meters.counter(MetricNames.SHADOW_MISSES);
        this.rolloutDisturbances = meters.counter(MetricNames.ROLLOUT_DISTURBANCES);
        this.rolloutHolds = meters.timer(MetricNames.ROLLOUT_HOLD);
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

    /** What the monitor tells. */
    MonitorMetrics monitor() {
        return monitor;
    }

    /** Sets up what is said of the process's memory, and of what its RocksDB stores share. */
    void watch(StateSettings state) {
        meters.gauge(MetricNames.RESIDENT_MEMORY, Tags.empty(), this, self -> ProcessMemory.residentBytes());
        meters.gauge(MetricNames.NATIVE_MEMORY, Tags.empty(), this, self -> ProcessMemory.nativeBytes());
        long limit = state.rocksDbBytes();
        meters.gauge(MetricNames.ROCKSDB_MEMORY, Tags.empty(), this, self -> BoundedRocksDb.usedBytes(limit));
        meters.gauge(MetricNames.ROCKSDB_MEMORY_LIMIT, Tags.empty(), this, self -> limit);
    }

    /** Counters and the time in the model once for a batch: a counter costs as much as a row of a small model. */
    @Override
    public void scored(List<ScoreOutcome> batch) {
        int made = 0;
        int byFallback = 0;
        long callNanos = 0;
        long slowestMillis = -1;
        var versions = byVersion.count();
        for (var outcome : batch) {
            if (outcome instanceof Scored scored) {
                made++;
                versions.add(scored.by());
                if (scored.by().variant() == Variant.FALLBACK) {
                    byFallback++;
                } else if (scored.scoringNanos() != 0 && scored.scoringNanos() != callNanos) {
                    callNanos = scored.scoringNanos(); // rows of one call have the same
                    scoring.record(callNanos, TimeUnit.NANOSECONDS);
                }
                long published = scored.event().origin().timestampMillis();
                slowestMillis = Math.max(slowestMillis, Math.max(0, scored.scoredAtMillis() - published));
            }
        }
        if (slowestMillis >= 0) {
            endToEnd.record(
                    slowestMillis, TimeUnit.MILLISECONDS); // once a batch: of every row it took as long as the model
        }
        events.increment(made);
        predictions.increment(made);
        fallbacks.increment(byFallback);
        versions.end();
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
        var versions = byVersion.count();
        said.forEach(each -> versions.add(each.by()));
        versions.end();
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
        return meters.counter(MetricNames.GUARD_ALARMS, Tags.of("criterion", criterion.text()));
    }

    @Override
    public void decided(boolean promoted) {
        judgeDecisions(promoted).increment();
    }

    private Counter judgeDecisions(boolean promoted) {
        return meters.counter(MetricNames.JUDGE_DECISIONS, Tags.of("decision", promoted ? "promoted" : "rolled-back"));
    }

    private Counter rolloutEntries(boolean refused) {
        return meters.counter(MetricNames.ROLLOUT_ENTRIES, Tags.of("result", refused ? "refused" : "taken"));
    }

    @Override
    public void outlier() {
        outliers.increment();
    }

    @Override
    public void beyondRate() {
        beyondRate.increment();
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
    public void answered(Outcome outcome, boolean fromInstance, long nanos) {
        queries(outcome, fromInstance).increment();
        queries.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter queries(Outcome outcome, boolean fromInstance) {
        return meters.counter(
                MetricNames.FEATURE_QUERIES,
                Tags.of("outcome", outcome.code(), "from", fromInstance ? "instance" : "client"));
    }

    private Map<Integer, Long> heldAt(String station) {
        return held.computeIfAbsent(station, first -> {
            var byPartition = new ConcurrentHashMap<Integer, Long>();
            meters.gauge(
                    MetricNames.HELD_EVENTS,
                    Tags.of("station", station),
                    byPartition,
                    partitions -> partitions.values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            return byPartition;
        });
    }

    private Counter deadLetters(String stage, String reason) {
        return meters.counter(MetricNames.DEAD_LETTERS, Tags.of("stage", stage, "reason", reason));
    }

    private Counter replacedValues(String feature) {
        return meters.counter(MetricNames.REPLACED_VALUES, Tags.of("feature", feature));
    }
}
