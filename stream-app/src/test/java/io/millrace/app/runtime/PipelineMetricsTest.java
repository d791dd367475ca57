package io.millrace.app.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.query.Outcome;
import io.millrace.app.topology.LogarithmPipeline;
import io.millrace.app.topology.Payments;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.app.topology.ScoredBy;
import io.millrace.app.topology.Variant;
import io.millrace.app.training.CallListener;
import io.millrace.drift.stats.Statistic;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineMetricsTest {
    private static final ScoredBy CHAMPION = new ScoredBy(Variant.CHAMPION, "m", "1", "0", 0.5);
    private static final ScoredBy FALLBACK = ScoredBy.constant(0.5, 0.5);

    private static final String PIPELINE = "pipeline=\"transactions\"";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMetrics metrics = new PipelineMetrics(registry, "transactions");

    private void watch() {
        metrics.monitor().watch(requireNonNull(Payments.PIPELINE.monitor()));
    }

    /** An event published 250 ms before it was scored, which took a millisecond. */
    private static Scored scored() {
        var payment = Payments.payment("tx-1", Payments.NOON, "c1", "m1", 30);
        long published = Payments.NOON.toEpochMilli();
        var event = new Event(
                payment, new Origin("transactions", 0, 0, published, null, null), "tx-1", published, new double[0], 0);
        return new Scored(event, 0.5, 1_000_000, published + 250, CHAMPION);
    }

    private static DriftStatistic statistic(@Nullable Double psi) {
        return DriftStatistic.newBuilder()
                .setPipeline("transactions")
                .setFeature("amount")
                .setWindowStart(Payments.NOON)
                .setWindowEnd(Payments.NOON.plusSeconds(60))
                .setReferenceCount(1)
                .setCurrentCount(1)
                .setCurrentMissing(0)
                .setModelVersion(null)
                .setWarmingUp(false)
                .setTests(List.of(DriftTest.newBuilder()
                        .setName(Statistic.PSI.code())
                        .setDefinition("as tested")
                        .setValue(psi)
                        .setThreshold(0.25)
                        .setDrifted(false)
                        .build()))
                .setOtherStatistics(Map.of("wasserstein", 0.5))
                .setDistribution(List.of())
                .build();
    }

    private static DriftAlert alert(DriftAlertState state) {
        return DriftAlert.newBuilder()
                .setPipeline("transactions")
                .setFeature("amount")
                .setTest(Statistic.PSI.code())
                .setState(state)
                .setValue(0.5)
                .setThreshold(0.25)
                .setSince(Payments.NOON)
                .setWindowStart(Payments.NOON)
                .setWindowEnd(Payments.NOON.plusSeconds(60))
                .setWindowsHeld(2)
                .setMessage("as tested")
                .build();
    }

    @Test
    void haveTheNamesThatPrometheusSees() {
        watch();
        metrics.watch(StateSettings.DEFAULT);
        metrics.answered(Outcome.FOUND, false, 1_000_000);
        metrics.scored(List.of(scored()));
        metrics.monitor().statistic(statistic(0.1));
        metrics.held("terminal-id", 0, 1);
        metrics.replaced("amount");
        metrics.monitor().withTheRest("country", 1);

        var types = registry.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE millrace_"))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_max"))
                .toList();

        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MetricNames.class.getFields())
                        .map(PipelineMetricsTest::value)
                        .toList());
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countPredictionsThatShouldHaveHadReasonsFromZero() {
        assertThat(registry.scrape()).contains("millrace_unexplained_predictions_total{" + PIPELINE + "} 0.0");

        metrics.unexplained();

        assertThat(registry.scrape()).contains("millrace_unexplained_predictions_total{" + PIPELINE + "} 1.0");
    }

    @Test
    void countEventsOfKeysThatHaveTooManyFromZero() {
        assertThat(registry.scrape()).contains("millrace_events_beyond_rate_total{" + PIPELINE + "} 0.0");

        metrics.beyondRate();

        assertThat(registry.scrape()).contains("millrace_events_beyond_rate_total{" + PIPELINE + "} 1.0");
    }

    @Test
    void countDeadLettersFromZeroByStageAndReason() {
        assertThat(registry.scrape())
                .contains(deadLetters("contract", "duplicate") + " 0.0")
                .contains(deadLetters("contract", "late") + " 0.0")
                .contains(deadLetters("score", "score-not-finite") + " 0.0")
                .contains(deadLetters("reference", "key-mismatch") + " 0.0")
                .doesNotContain("stage=\"monitor\"")
                .doesNotContain(deadLetters("reference", "late"))
                .doesNotContain(deadLetters("contract", "model-failed"));
    }

    @Test
    void showHowManyEventsAStationHoldsInAllItsTasks() {
        metrics.held("terminal-id", 0, 5);
        metrics.held("terminal-id", 3, 7);
        metrics.held("terminal-id", 0, 2);
        metrics.held("shop-id", 0, 1);

        assertThat(registry.scrape())
                .contains("millrace_held_events{" + PIPELINE + ",station=\"terminal-id\"} 9.0")
                .contains("millrace_held_events{" + PIPELINE + ",station=\"shop-id\"} 1.0");
    }

    @Test
    void countQueriesByHowTheyEndedAndWhoAsked() {
        metrics.answered(Outcome.FOUND, false, 2_000_000);
        metrics.answered(Outcome.FOUND, true, 1_000_000);
        metrics.answered(Outcome.FOUND, true, 1_000_000);

        assertThat(registry.scrape())
                .contains("millrace_feature_queries_total{from=\"client\",outcome=\"found\"," + PIPELINE + "} 1.0")
                .contains("millrace_feature_queries_total{from=\"instance\",outcome=\"found\"," + PIPELINE + "} 2.0")
                .contains("millrace_feature_queries_total{from=\"client\",outcome=\"elsewhere\"," + PIPELINE + "} 0.0")
                .contains("millrace_feature_query_seconds_sum{" + PIPELINE + "} 0.004");
    }

    @Test
    void showWhatRocksDbIsBoundedTo() {
        metrics.watch(new StateSettings(StoreKind.ROCKSDB, 64L << 20));

        assertThat(registry.scrape())
                .contains("millrace_rocksdb_memory_bytes{" + PIPELINE + "} 0.0")
                .contains("millrace_rocksdb_memory_limit_bytes{" + PIPELINE + "} 6.7108864E7");
    }

    @Test
    void showTheMemoryThatTheProcessTakes() {
        metrics.watch(new StateSettings(StoreKind.ROCKSDB, 64L << 20));

        double resident = gauge(MetricNames.RESIDENT_MEMORY);
        assumeThat(resident).as("told by Linux alone").isNotNaN();
        assertThat(resident).isBetween(50e6, 64e9);
        assertThat(gauge(MetricNames.NATIVE_MEMORY)).isBetween(0.0, resident);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void countAlertsFromZeroByFeatureAndTestWhereThereIsAMonitor() {
        assertThat(registry.scrape()).doesNotContain(MetricNames.DRIFT_ALERTS);

        watch();

        assertThat(registry.scrape())
                .contains(alerts("amount", "psi") + " 0.0")
                .contains("millrace_drift_psi{feature=\"amount\"," + PIPELINE + "} NaN")
                .contains(alerts("cust_nb_7d", "mean-shift") + " 0.0")
                .contains(alerts("score", "missing-share") + " 0.0")
                .contains(deadLetters("monitor", "unknown-schema") + " 0.0");
    }

    @Test
    void showTheShareOfOutliersWhereItIsWatched(@TempDir Path folder) throws Exception {
        watch();
        assertThat(registry.scrape()).doesNotContain("outlier-share");

        var watched = LogarithmPipeline.in(folder.resolve("pipeline"), "", ", outliers: 10");
        metrics.monitor().watch(requireNonNull(watched.monitor()));
        var share = "millrace_drift_statistic{feature=\"outlier_score\"," + PIPELINE + ",statistic=\"outlier-share\"}";
        assertThat(registry.scrape())
                .contains(share + " NaN")
                .contains(alerts("outlier_score", "outlier-share") + " 0.0");

        var said = statistic(null);
        said.setFeature("outlier_score");
        said.setTests(List.of());
        said.setOtherStatistics(Map.of("outlier-share", 0.25));
        metrics.monitor().statistic(said);
        assertThat(registry.scrape()).contains(share + " 0.25");
    }

    @Test
    void showQuantilesOfScoringAndOfTheWholeWay() {
        metrics.scored(List.of(scored()));

        for (var quantile : List.of("0.5", "0.95", "0.99")) {
            assertThat(registry.scrape())
                    .contains("millrace_scoring_seconds{" + PIPELINE + ",quantile=\"" + quantile + "\"}")
                    .contains("millrace_end_to_end_seconds{" + PIPELINE + ",quantile=\"" + quantile + "\"}");
        }
        assertThat(registry.scrape())
                .contains("millrace_scoring_seconds_sum{" + PIPELINE + "} 0.001")
                .contains("millrace_end_to_end_seconds_sum{" + PIPELINE + "} 0.25");
    }

    @Test
    void countABatchByWhoScoredAndTimeEveryCallOnce() {
        var event = scored().event();
        long now = Payments.NOON.toEpochMilli() + 250;

        metrics.scored(List.of(
                scored(),
                scored(),
                new Scored(event, 0.5, 2_000_000, now, CHAMPION),
                new Scored(event, 0.5, 0, now, CHAMPION), // from the cache
                new Scored(event, 0.5, 0, now + 500, FALLBACK),
                new Unscored(new Rejected(event.origin(), RejectionReason.MODEL_FAILED, "no score"))));

        assertThat(registry.scrape())
                .contains("millrace_predictions_total{" + PIPELINE + "} 5.0")
                .contains("millrace_fallback_predictions_total{" + PIPELINE + "} 1.0")
                .contains("millrace_scoring_seconds_count{" + PIPELINE + "} 2")
                .contains("millrace_scoring_seconds_sum{" + PIPELINE + "} 0.003")
                .contains("millrace_end_to_end_seconds_count{" + PIPELINE + "} 1")
                .contains("millrace_end_to_end_seconds_sum{" + PIPELINE + "} 0.75"); // the slowest
    }

    @Test
    void countAnEventWhateverBecameOfIt() {
        metrics.scored(List.of(scored()));
        metrics.refused("contract", "late");
        metrics.refused("score", "score-not-finite");
        metrics.refused("reference", "malformed");
        metrics.refused("monitor", "malformed");

        assertThat(registry.scrape())
                .contains("millrace_events_total{" + PIPELINE + "} 3.0")
                .contains("millrace_predictions_total{" + PIPELINE + "} 1.0")
                .contains(deadLetters("contract", "late") + " 1.0")
                .contains(deadLetters("monitor", "malformed") + " 1.0");
    }

    @Test
    void countRaisedAlertsOnly() {
        watch();

        metrics.monitor().alert(alert(DriftAlertState.RAISED));
        metrics.monitor().alert(alert(DriftAlertState.RESOLVED));

        assertThat(registry.scrape()).contains(alerts("amount", "psi") + " 1.0");
    }

    @Test
    void sayNothingOfSegmentsButHowManyPredictionsHaveNoneOfTheirOwn() {
        watch();
        var ofSegment = alert(DriftAlertState.RAISED);
        ofSegment.setSegmentBy("country");
        ofSegment.setSegmentValue("BE");

        metrics.monitor().alert(ofSegment);
        metrics.monitor().quality(quality(0.9, null));
        metrics.monitor().quality(quality(0.1, "BE"));
        metrics.monitor().withTheRest("country", 2);
        metrics.monitor().withTheRest("country", 1);

        assertThat(registry.scrape())
                .contains(alerts("amount", "psi") + " 0.0")
                .contains("millrace_quality{measure=\"auc\"," + PIPELINE + ",state=\"final\"} 0.9")
                .doesNotContain("BE")
                .contains("millrace_unsegmented_predictions_total{by=\"country\"," + PIPELINE + "} 3.0");
    }

    private static QualityStatistic quality(double auc, @Nullable String country) {
        return QualityStatistic.newBuilder()
                .setPipeline("transactions")
                .setWindowStart(Payments.NOON)
                .setWindowEnd(Payments.NOON.plusSeconds(60))
                .setState(QualityState.FINAL)
                .setPredictions(1)
                .setOutcomes(1)
                .setMeasures(List.of(new QualityMeasure("auc", auc, 0.0)))
                .setEstimates(List.of())
                .setBusiness(List.of())
                .setSegment(country == null ? null : "country=" + country)
                .setSegmentBy(country == null ? null : "country")
                .setSegmentValue(country)
                .build();
    }

    @Test
    void showTheLatestKnownPsi() {
        metrics.monitor().statistic(statistic(0.1));
        metrics.monitor().statistic(statistic(0.2));
        metrics.monitor().statistic(statistic(null));

        assertThat(registry.scrape())
                .contains("millrace_drift_psi{feature=\"amount\"," + PIPELINE + "} 0.2")
                .contains("millrace_drift_statistic{feature=\"amount\"," + PIPELINE + ",statistic=\"psi\"} 0.2")
                .contains(
                        "millrace_drift_statistic{feature=\"amount\"," + PIPELINE + ",statistic=\"wasserstein\"} 0.5");
    }

    @Test
    void addUpWhatTheMonitorReadAndWhatCameTooLate() {
        metrics.monitor().monitored(3);
        metrics.monitor().monitored(4);
        metrics.monitor().late(2);

        assertThat(registry.scrape())
                .contains("millrace_monitored_predictions_total{" + PIPELINE + "} 7.0")
                .contains("millrace_late_predictions_total{" + PIPELINE + "} 2.0");
    }

    private static String deadLetters(String stage, String reason) {
        return "millrace_dead_letters_total{" + PIPELINE + ",reason=\"" + reason + "\",stage=\"" + stage + "\"}";
    }

    private static String alerts(String feature, String test) {
        return "millrace_drift_alerts_total{feature=\"" + feature + "\"," + PIPELINE + ",test=\"" + test + "\"}";
    }

    @Test
    void countPredictionsByTheVersionThatGaveThem() {
        var canary = new ScoredBy(Variant.CANARY, "m", "2", "1", 0.5);
        var one = scored();

        metrics.scored(List.of(
                one, new Scored(one.event(), 0.5, 1, 1, canary), new Scored(one.event(), 0.5, 1, 1, canary), scored()));
        metrics.shadowed(
                List.of(new Scored(one.event(), 0.5, 1, 1, new ScoredBy(Variant.SHADOW, "m", "3", "2", 0.5))), 4);

        assertThat(registry.scrape())
                .contains(byVersion("1", "champion") + " 2.0")
                .contains(byVersion("2", "canary") + " 2.0")
                .contains(byVersion("3", "shadow") + " 1.0");
    }

    private static String byVersion(String version, String variant) {
        return "millrace_version_predictions_total{model=\"m\"," + PIPELINE + ",variant=\"" + variant + "\",version=\""
                + version + "\"}";
    }

    @Test
    void countModelsThatAreAskedForAndWhatCameOfTellingIt() {
        metrics.monitor().called(CallListener.Result.DELIVERED);
        metrics.monitor().called(CallListener.Result.FAILED);
        metrics.monitor().called(CallListener.Result.FAILED);

        assertThat(registry.scrape())
                .contains("millrace_retraining_calls_total{" + PIPELINE + ",result=\"delivered\"} 1.0")
                .contains("millrace_retraining_calls_total{" + PIPELINE + ",result=\"failed\"} 2.0")
                .contains("millrace_retraining_calls_total{" + PIPELINE + ",result=\"refused\"} 0.0")
                .contains("millrace_retraining_requests_total{" + PIPELINE + "} 0.0");
    }
}
