package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.Progress;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTopologyTest {
    private static final long CLOSING = HOUR + 10 * MINUTE;
    private static final int SETTLING_SECONDS = 31;

    private Path stateFolder;
    private MonitorDriver monitor;

    @BeforeEach
    void start(@TempDir Path folder) {
        stateFolder = folder;
        monitor = start(Duration.ZERO);
    }

    private MonitorDriver start(Duration warmUp) {
        var clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        return new MonitorDriver(
                MonitorDriver.settings(warmUp, 4), Examples.profile(), stateFolder.resolve(warmUp.toString()), clock);
    }

    @AfterEach
    void stop() {
        monitor.close();
    }

    @Test
    void noWindowEndsBeforeEveryPartitionHasMadeItselfKnown(@TempDir Path folder) {
        var limits = Limits.byKind(0.25, 1.0, 0.25, 4);
        var settings = MonitorDriver.settings(2, Duration.ZERO, limits, Examples.EVERY_HOUR, SplitBy.NOTHING);
        var clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        try (var half = new MonitorDriver(settings, Examples.profile(), folder, clock)) {
            half.predict(NOON, 1L, false, 0.25);
            half.predict(NOON + CLOSING, 1L, false, 0.25);
            half.tick(10 * SETTLING_SECONDS);
            assertThat(half.statistics()).isEmpty();

            half.report(new Reached(1, new Progress(OptionalLong.of(NOON + CLOSING), false)));

            assertThat(half.statistics()).isNotEmpty();
        }
    }

    @Test
    void saysOfAClosedWindowWhatPencilAndPaperSay() {
        // Given
        monitor.predict(NOON, 1L, false, 0.25);
        monitor.predict(NOON + HOUR - 1, 1L, false, 0.75);
        monitor.predict(NOON + 1, 4L, null, 0.75);
        monitor.predict(NOON + 2, 4L, null, 0.75);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);

        // When
        monitor.tick(SETTLING_SECONDS);

        // Then
        var statistics = monitor.statistics();
        assertThat(statistics)
                .extracting(
                        DriftStatistic::getFeature,
                        DriftStatistic::getWindowStart,
                        DriftStatistic::getWindowEnd,
                        DriftStatistic::getCurrentCount,
                        DriftStatistic::getCurrentMissing)
                .containsExactly(
                        tuple("amount", at(NOON), at(NOON + HOUR), 4L, 0L),
                        tuple("night", at(NOON), at(NOON + HOUR), 4L, 2L),
                        tuple("score", at(NOON), at(NOON + HOUR), 4L, 0L));
        double quarterToThreeQuarters = 0.25 * Math.log(3);
        assertThat(value(statistics.get(2), "psi")).isCloseTo(quarterToThreeQuarters, within(1e-15));
        assertThat(value(statistics.get(1), "missing-share")).isEqualTo(0.25);
        assertThat(statistics).allMatch(statistic -> "7".equals(statistic.getModelVersion()));
        assertThat(monitor.listener.statistics).isEqualTo(statistics);
        assertThat(monitor.listener.monitored).isEqualTo(5);
        assertThat(monitor.rejected).isEmpty();
    }

    @Test
    void tellsTheShareOfOutliersAndRaisesAnAlertWhenTheyAreMany(@TempDir Path folder) {
        var limits = Limits.byKind(0.25, 1.0, 0.25, 4).withOutlierShare(0.25);
        var settings = MonitorDriver.settings(Duration.ZERO, limits, Examples.EVERY_HOUR, SplitBy.NOTHING);
        var clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        try (var watched = new MonitorDriver(settings, Examples.profile().withOutlierLimit(10), folder, clock)) {
            for (int hour = 0; hour < 2; hour++) {
                for (double score : new double[] {0, 10, 10.1, 16.5}) {
                    watched.predictOutlying(NOON + hour * HOUR, score);
                }
                watched.predictOutlying(NOON + hour * HOUR, null);
                watched.predict(NOON + hour * HOUR, 1L, false, 0.25); // of a time when nobody asked
            }
            watched.predict(NOON + HOUR + CLOSING, 1L, false, 0.25);
            watched.tick(SETTLING_SECONDS);

            assertThat(watched.rejected).isEmpty();
            assertThat(watched.statistics())
                    .filteredOn(statistic -> statistic.getFeature().equals("outlier_score"))
                    .hasSize(2)
                    .allSatisfy(statistic -> {
                        assertThat(statistic.getCurrentCount()).isEqualTo(6);
                        assertThat(statistic.getCurrentMissing()).isEqualTo(2);
                        assertThat(value(statistic, "outlier-share")).isEqualTo(0.5);
                        assertThat(statistic.getTests().get(0).getDrifted()).isTrue();
                    });
            assertThat(watched.alerts())
                    .filteredOn(alert -> alert.getFeature().equals("outlier_score"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getMessage())
                            .startsWith("outlier-share of outlier_score is 0.5000, above 0.2500 in 2 windows since "));
        }
    }

    @Test
    void comparesScoresOfNoOtherModelThanTheProfiles() {
        monitor.predict(NOON, 1L, false, 0.25);
        for (int i = 0; i < 6; i++) {
            monitor.predictOtherwise(NOON + i, 1, false, 0.99);
        }
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        var statistics = monitor.statistics();
        assertThat(statistics)
                .extracting(DriftStatistic::getFeature, DriftStatistic::getCurrentCount)
                .containsExactly(tuple("amount", 7L), tuple("night", 7L), tuple("score", 1L));
        assertThat(statistics.get(2).getTests()).allMatch(test -> test.getValue() == null && !test.getDrifted());
        assertThat(statistics.get(0).getTests()).allMatch(test -> test.getValue() != null);
    }

    @Test
    void closesAWindowWhenTheGraceIsOverAndNotAMillisecondBefore() {
        hour(NOON, false);
        monitor.tick(SETTLING_SECONDS);
        monitor.predict(NOON + CLOSING - 1, 1L, false, 0.25);
        monitor.tick();
        assertThat(monitor.statistics()).isEmpty();

        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick();

        assertThat(monitor.statistics()).hasSize(3);
    }

    @Test
    void closesEachWindowOnceAndInOrderAndNoneWithoutARow() {
        hour(NOON, false);
        hour(NOON + HOUR, false);
        hour(NOON + 4 * HOUR, false);
        monitor.tick(SETTLING_SECONDS);
        hour(NOON + 6 * HOUR, false);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.statistics())
                .filteredOn(statistic -> statistic.getFeature().equals("amount"))
                .extracting(DriftStatistic::getWindowStart)
                .containsExactly(at(NOON), at(NOON + HOUR), at(NOON + 4 * HOUR));
    }

    @Test
    void raisesAnAlertAfterTwoDriftedWindowsAndResolvesItAfterTwoCalmOnes() {
        boolean[] drifted = {false, true, false, true, true, true, false, false, false};
        for (int i = 0; i < drifted.length; i++) {
            hour(NOON + i * HOUR, drifted[i]);
        }
        monitor.predict(NOON + 20 * HOUR, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        var alerts = monitor.alerts();
        assertThat(alerts)
                .extracting(DriftAlert::getFeature, DriftAlert::getTest, DriftAlert::getState)
                .containsExactly(
                        tuple("score", "psi", DriftAlertState.RAISED), tuple("score", "psi", DriftAlertState.RESOLVED));
        var raised = alerts.get(0);
        assertThat(raised.getSince()).isEqualTo(at(NOON + 3 * HOUR));
        assertThat(raised.getWindowStart()).isEqualTo(at(NOON + 4 * HOUR));
        assertThat(raised.getWindowEnd()).isEqualTo(at(NOON + 5 * HOUR));
        assertThat(raised.getWindowsHeld()).isEqualTo(2);
        assertThat(raised.getThreshold()).isEqualTo(0.25);
        assertThat(raised.getValue()).isGreaterThan(0.25);
        assertThat(raised.getMeasure()).isEqualTo("mean");
        assertThat(raised.getReference()).isEqualTo(0.5);
        assertThat(raised.getCurrent()).isEqualTo(0.625);
        assertThat(raised.getPValue()).isBetween(0.0, 1.0);
        assertThat(raised.getModelName()).isEqualTo("fraud");
        assertThat(raised.getModelVersion()).isEqualTo("7");
        assertThat(raised.getModelDigest()).isEqualTo(Examples.profile().model().sha256());
        assertThat(raised.getSegmentBy()).isNull();
        assertThat(raised.getMessage())
                .isEqualTo("psi of score is 0.2747, above 0.2500 in 2 windows since 2027-01-15T15:00:00Z"
                        + ": mean 0.6250, in the reference 0.5000; model fraud 7");
        var resolved = alerts.get(1);
        assertThat(resolved.getSince()).isEqualTo(at(NOON + 3 * HOUR));
        assertThat(resolved.getWindowStart()).isEqualTo(at(NOON + 7 * HOUR));
        assertThat(resolved.getWindowsHeld()).isEqualTo(3);
        assertThat(monitor.listener.alerts).isEqualTo(alerts);
    }

    @Test
    void keysAlertsByPipelineFeatureAndTest() {
        hour(NOON, true);
        hour(NOON + HOUR, true);
        monitor.predict(NOON + 20 * HOUR, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.alertKeys()).containsExactly("transactions/score/psi");
    }

    @Test
    void asksForAModelWhenAnAlertStandsAndAgainWhenItStillDoesAfterTheCoolDown() {
        for (int i = 0; i < 8; i++) {
            hour(NOON + i * HOUR, true);
        }
        hour(NOON + 8 * HOUR, false);
        hour(NOON + 9 * HOUR, false);
        for (int i = 10; i < 16; i++) {
            hour(NOON + i * HOUR, false);
        }
        monitor.predict(NOON + 30 * HOUR, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        var requests = monitor.requests();
        assertThat(requests)
                .extracting(RetrainingRequest::getWindowStart, RetrainingRequest::getWindowEnd)
                .containsExactly(
                        tuple(at(NOON - 4 * HOUR), at(NOON + 2 * HOUR)), tuple(at(NOON + HOUR), at(NOON + 7 * HOUR)));
        var first = requests.get(0);
        assertThat(first.getRequestId()).isEqualTo("transactions-2027-01-15T14:00:00Z");
        assertThat(first.getEvidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.getFeature()).isEqualTo("score");
            assertThat(evidence.getTest()).isEqualTo("psi");
            assertThat(evidence.getValue()).isGreaterThan(0.25);
            assertThat(evidence.getThreshold()).isEqualTo(0.25);
            assertThat(evidence.getSince()).isEqualTo(at(NOON));
        });
        assertThat(first.getTrainCommand())
                .isEqualTo("millrace train pipelines/transactions --from-topic --from 2027-01-15T08:00:00Z"
                        + " --to 2027-01-15T14:00:00Z --reason 'request transactions-2027-01-15T14:00:00Z'");
        assertThat(first.getTrainingSetCommand())
                .isEqualTo("millrace replay pipelines/transactions --from-topic --from 2027-01-15T08:00:00Z"
                        + " --to 2027-01-15T14:00:00Z --features-only --with-outcomes"
                        + " --on-bad-row dead-letter --out transactions-features.csv.gz");
        assertThat(first.getMessage()).isEqualTo("beyond their limits: psi of score");
        assertThat(monitor.listener.requests).isEqualTo(requests);
    }

    @Test
    void raisesNoAlertWhileWarmingUp() {
        try (var warming = start(Duration.ofHours(4))) {
            for (int i = 0; i < 5; i++) {
                hour(warming, NOON + i * HOUR, true);
            }
            warming.predict(NOON + 20 * HOUR, 1L, false, 0.25);
            warming.tick(SETTLING_SECONDS);

            assertThat(warming.statistics())
                    .filteredOn(statistic -> statistic.getFeature().equals("score"))
                    .extracting(DriftStatistic::getWarmingUp)
                    .containsExactly(true, true, true, true, false);
            assertThat(warming.alerts()).isEmpty();
        }
    }

    @Test
    void countsWhatComesAfterItsWindowIsClosedAndLeavesItOut() {
        hour(NOON, false);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.predict(NOON, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.statistics())
                .extracting(DriftStatistic::getCurrentCount)
                .containsOnly(4L);
        assertThat(monitor.listener.late).isEqualTo(1);
        assertThat(monitor.listener.monitored).isEqualTo(5);
        assertThat(monitor.rejected).isEmpty();
    }

    @Test
    void waitsForAPartitionThatLagsBehind() {
        monitor.report(new Reached(1, new Progress(OptionalLong.of(NOON), false)));
        hour(NOON, false);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);
        assertThat(monitor.statistics()).isEmpty();

        monitor.report(new Reached(1, new Progress(OptionalLong.of(NOON + CLOSING), false)));

        assertThat(monitor.statistics()).hasSize(3);
    }

    @Test
    void doesNotWaitForAnIdleOrEmptyPartition() {
        monitor.report(new Reached(1, new Progress(OptionalLong.of(NOON), true)));
        monitor.report(new Reached(2, new Progress(OptionalLong.empty(), true)));
        hour(NOON, false);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.statistics()).hasSize(3);
    }

    @Test
    void countsAsLateWhatAnIdlePartitionBringsForAClosedWindow() {
        monitor.report(new Reached(1, new Progress(OptionalLong.empty(), true)));
        hour(NOON, false);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);
        assertThat(monitor.statistics()).hasSize(3);

        monitor.report(new PartitionReport.Counted(1, NOON, 5, NOON, Bytes.wrap(new byte[0]), Bytes.wrap(new byte[0])));

        assertThat(monitor.listener.late).isEqualTo(5);
        assertThat(monitor.statistics()).isEmpty();
    }

    @Test
    void reportsItselfIdleAfterThirtySecondsWithoutAPrediction() {
        monitor.predict(NOON, 1L, false, 0.25);
        monitor.tick(30);
        assertThat(monitor.reports())
                .filteredOn(report -> report instanceof Reached)
                .containsExactly(new Reached(0, new Progress(OptionalLong.of(NOON), false)));

        monitor.tick();
        monitor.predict(NOON, 1L, false, 0.25);
        monitor.tick();

        assertThat(monitor.reports())
                .filteredOn(report -> report instanceof Reached)
                .containsExactly(
                        new Reached(0, new Progress(OptionalLong.of(NOON), true)),
                        new Reached(0, new Progress(OptionalLong.of(NOON), false)));
    }

    @Test
    void countsARepeatedReportOnce() {
        hour(NOON, false);
        monitor.predict(NOON + CLOSING, 1L, false, 0.25);
        monitor.tick();
        var told = monitor.reports();
        assertThat(told).hasSizeGreaterThan(4);

        told.forEach(monitor::report);
        told.forEach(monitor::report);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.statistics())
                .extracting(DriftStatistic::getCurrentCount)
                .containsOnly(4L);
    }

    @Test
    void keepsEverythingItMayNotForgetInItsStores() {
        hour(NOON, true);
        hour(NOON + HOUR, true);
        monitor.predict(NOON + HOUR + CLOSING, 1L, false, 0.25);
        monitor.tick(SETTLING_SECONDS);

        assertThat(monitor.rowsIn(PartitionSummary.STORE)).containsExactly(entry(NOON + 2 * HOUR, 1L));
        assertThat(monitor.rowsIn(WindowBoard.PARTIALS_STORE)).containsExactly(entry(NOON + 2 * HOUR, 1L));
        assertThat(monitor.<Integer, Progress>store(WindowBoard.PROGRESS_STORE)).containsOnlyKeys(0);
        assertThat(monitor.<String, ClosedWindows>store(WindowBoard.CLOSED_STORE)
                        .values())
                .singleElement()
                .extracting(ClosedWindows::firstEventMillis, ClosedWindows::untilMillis)
                .containsExactly(NOON, NOON + 2 * HOUR);
        assertThat(monitor.<String, AlertState>store(AlertBoard.STORE))
                .containsEntry("score/psi", new AlertState(true, NOON, 2, 0));
    }

    @Test
    void handsBackWhatItCannotReadWithItsOrigin() {
        byte[] key = "c-1".getBytes(StandardCharsets.UTF_8);
        byte[] garbage = {9, 9, 9};
        monitor.predictions.pipeInput(new TestRecord<>(key, garbage, new RecordHeaders(), NOON));
        monitor.predictions.pipeInput(new TestRecord<>(key, new byte[] {0, 0, 0, 0, 99, 1}, at(NOON)));
        monitor.predictions.pipeInput(key, (byte[]) null);
        monitor.predictions.pipeInput(key, monitor.encode(-1, 1L, false, 0.25));
        monitor.predict(NOON, 1L, false, 0.25);

        assertThat(monitor.rejected)
                .extracting(RejectedPrediction::reason)
                .containsExactly(Reason.MALFORMED, Reason.UNKNOWN_SCHEMA, Reason.NULL_VALUE, Reason.NEGATIVE_TIME);
        var first = monitor.rejected.get(0);
        assertThat(first.topic()).isEqualTo(MonitorDriver.PREDICTIONS);
        assertThat(first.partition()).isZero();
        assertThat(first.offset()).isZero();
        assertThat(first.timestampMillis()).isEqualTo(NOON);
        assertThat(first.key()).isEqualTo(Bytes.wrap(key));
        assertThat(first.value()).isEqualTo(Bytes.wrap(garbage));
        assertThat(first.reason().code()).isEqualTo("malformed");
        assertThat(monitor.listener.monitored).isEqualTo(1);
    }

    @Test
    void handsBackAnEventTimeThatWouldCloseTheWindowsOfAllOthers() {
        long dayAhead = monitor.clock.millis() + 24 * HOUR;
        monitor.predictions.pipeInput(monitor.encode(dayAhead + 1, 1L, false, 0.25));
        assertThat(monitor.rejected).extracting(RejectedPrediction::reason).containsExactly(Reason.FUTURE);

        monitor.predictions.pipeInput(monitor.encode(dayAhead, 1L, false, 0.25));

        assertThat(monitor.rejected).hasSize(1);
        assertThat(monitor.listener.monitored).isEqualTo(1);
    }

    @Test
    void handsBackPredictionsWithoutAFeatureOfTheProfileRatherThanCallItMissing() {
        var withoutNight = PredictionSchema.of(
                "transactions", List.of(), List.of(new PredictionField("amount", PredictionField.Type.LONG)));
        int id = monitor.register(withoutNight);
        byte[] header = ByteBuffer.allocate(6).put((byte) 0).putInt(id).array();

        monitor.predictions.pipeInput(header);

        assertThat(monitor.rejected).extracting(RejectedPrediction::reason).containsExactly(Reason.INCOMPATIBLE_SCHEMA);
        assertThat(monitor.rejected.get(0).detail()).contains("night");
    }

    @Test
    void refusesAProfileOfAnotherPipeline() {
        var ours = MonitorDriver.settings(Duration.ZERO, 4);
        var settings = new MonitorSettings(
                "sensors",
                ours.topics(),
                ours.windows(),
                ours.warmUp(),
                ours.alerts(),
                ours.limits(),
                ours.discoveries(),
                ours.by(),
                ours.segmentAlerts(),
                ours.watches(),
                ours.idle(),
                ours.reportEvery(),
                null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DriftTopology(
                        settings,
                        Examples.profile(),
                        new SchemaRegistry(new MockSchemaRegistryClient()),
                        Commits.UNANNOUNCED,
                        monitor.clock,
                        DriftListener.NONE))
                .withMessage("the profile is of pipeline 'transactions', the predictions are of 'sensors'");
    }

    private void hour(long start, boolean drifted) {
        hour(monitor, start, drifted);
    }

    /** Four rows as in the reference; if drifted, three quarters of the scores are high where a half was. */
    private static void hour(MonitorDriver monitor, long start, boolean drifted) {
        monitor.predict(start, 1L, true, 0.25);
        monitor.predict(start + 1, 2L, null, drifted ? 0.75 : 0.25);
        monitor.predict(start + 2, 3L, false, 0.75);
        monitor.predict(start + 3, 4L, false, 0.75);
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static double value(DriftStatistic statistic, String test) {
        return statistic.getTests().stream()
                .filter(candidate -> candidate.getName().equals(test))
                .map(DriftTest::getValue)
                .findFirst()
                .orElseThrow();
    }
}
