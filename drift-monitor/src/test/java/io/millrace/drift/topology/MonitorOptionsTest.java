package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.drift.window.Watch;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline may ask for: sliding windows, segments, control of chance, detectors. */
class MonitorOptionsTest {
    private static final int SETTLING_SECONDS = 31;
    private static final Limits LIMITS = Limits.byKind(0.25, 1, 0.25, 4);

    @TempDir
    private Path stateFolder;

    private static MonitorSettings settings(
            SlidingWindows windows,
            FalseDiscoveries discoveries,
            SplitBy by,
            boolean segmentAlerts,
            List<Watch> watches) {
        var plain = MonitorDriver.settings(Duration.ZERO, LIMITS, windows, by);
        return new MonitorSettings(
                plain.pipeline(),
                plain.topics(),
                windows,
                plain.warmUp(),
                new AlertRule(2),
                LIMITS,
                discoveries,
                by,
                segmentAlerts,
                watches,
                plain.idle(),
                plain.reportEvery(),
                null);
    }

    private MonitorDriver start(MonitorSettings settings) {
        var clock = new MutableClock(Instant.ofEpochMilli(NOON + 100 * HOUR));
        return new MonitorDriver(settings, Examples.profile(), stateFolder, clock);
    }

    @Test
    void windowsThatSlideHoldAllRowsOfTheirLengthAndEndWithEverySlide() {
        var windows = new SlidingWindows(Duration.ofHours(1), Duration.ofMinutes(20), Duration.ofMinutes(10));
        try (var monitor = start(settings(windows, FalseDiscoveries.UNCONTROLLED, SplitBy.NOTHING, false, List.of()))) {
            // so many rows in the first, second ... 20 minutes
            int[] rows = {4, 5, 0, 6, 0, 0, 0, 7};
            for (int pane = 0; pane < rows.length; pane++) {
                for (int i = 0; i < rows[pane]; i++) {
                    monitor.predict(NOON + pane * (20 * MINUTE) + i, 1L + i % 4, true, i % 2 == 0 ? 0.25 : 0.75);
                }
            }
            monitor.predict(NOON + 20 * HOUR, 1L, true, 0.25);
            monitor.tick(SETTLING_SECONDS);

            assertThat(monitor.statistics())
                    .filteredOn(statistic -> statistic.getFeature().equals("amount"))
                    .extracting(
                            statistic -> minutes(statistic.getWindowStart()),
                            statistic -> minutes(statistic.getWindowEnd()),
                            DriftStatistic::getCurrentCount)
                    .containsExactly(
                            tuple(-40L, 20L, 4L),
                            tuple(-20L, 40L, 9L),
                            tuple(0L, 60L, 9L),
                            tuple(20L, 80L, 11L),
                            tuple(40L, 100L, 6L),
                            tuple(60L, 120L, 6L),
                            tuple(100L, 160L, 7L),
                            tuple(120L, 180L, 7L),
                            tuple(140L, 200L, 7L));
            assertThat(monitor.rowsIn(WindowBoard.PARTIALS_STORE)).containsOnlyKeys(NOON + 20 * HOUR);
        }
    }

    /** In pieces, as time goes on: panes that windows to come need are kept, as one for all partitions. */
    @Test
    void panesAreKeptUntilTheLastWindowThatHoldsThem() {
        var windows = new SlidingWindows(Duration.ofHours(1), Duration.ofMinutes(20), Duration.ofMinutes(10));
        try (var monitor = start(settings(windows, FalseDiscoveries.UNCONTROLLED, SplitBy.NOTHING, false, List.of()))) {
            monitor.tick(SETTLING_SECONDS);
            for (int pane = 0; pane < 6; pane++) {
                for (int i = 0; i < 4; i++) {
                    monitor.predict(NOON + pane * (20 * MINUTE) + i, 1L + i, true, 0.25);
                }
                monitor.tick();
            }

            assertThat(monitor.statistics())
                    .filteredOn(statistic -> statistic.getFeature().equals("amount"))
                    .extracting(statistic -> minutes(statistic.getWindowEnd()), DriftStatistic::getCurrentCount)
                    .containsExactly(tuple(20L, 4L), tuple(40L, 8L), tuple(60L, 12L), tuple(80L, 12L));
        }
    }

    private static long minutes(Instant at) {
        return (at.toEpochMilli() - NOON) / MINUTE;
    }

    @Test
    void statisticsAreToldForEachVersionVariantAndValueOfAField() {
        var by = new SplitBy(true, true, List.of(new Schema.Field("customer_id", Schema.create(Schema.Type.STRING))));
        try (var monitor = start(settings(Examples.EVERY_HOUR, FalseDiscoveries.UNCONTROLLED, by, false, List.of()))) {
            segments(monitor);

            var scores = monitor.statistics().stream()
                    .filter(statistic -> statistic.getFeature().equals("score"))
                    .filter(statistic -> statistic.getWindowStart().equals(Instant.ofEpochMilli(NOON)))
                    .toList();
            assertThat(scores)
                    .extracting(
                            DriftStatistic::getSegmentBy,
                            DriftStatistic::getSegmentValue,
                            DriftStatistic::getCurrentCount,
                            DriftStatistic::getModelVersion)
                    .containsExactly(
                            tuple(null, null, 8L, null),
                            tuple("customer_id", "anna", 4L, "7"),
                            tuple("customer_id", "ben", 4L, "8"),
                            tuple("variant", "challenger", 4L, "8"),
                            tuple("variant", "champion", 4L, "7"),
                            tuple("version", "7", 4L, "7"),
                            tuple("version", "8", 4L, "8"));
            assertThat(monitor.alerts()).isEmpty();
        }
    }

    @Test
    void segmentsRaiseAlertsOnlyWhereTheyAreToDoSo() {
        var by = new SplitBy(true, false, List.of());
        try (var monitor = start(settings(Examples.EVERY_HOUR, FalseDiscoveries.UNCONTROLLED, by, true, List.of()))) {
            segments(monitor);

            var alerts = monitor.alerts();
            assertThat(alerts)
                    .filteredOn(alert ->
                            alert.getTest().equals("psi") && alert.getFeature().equals("score"))
                    .extracting(DriftAlert::getSegmentBy, DriftAlert::getSegmentValue)
                    .containsExactly(tuple("version", "7"), tuple("version", "8"));
            assertThat(alerts.get(0).getMessage()).contains(", where version is 7");
        }
    }

    /** Version 7 says low, version 8 high, together as in the reference. */
    private static void segments(MonitorDriver monitor) {
        for (int hour = 0; hour < 3; hour++) {
            for (int i = 0; i < 4; i++) {
                monitor.predictBy(NOON + hour * HOUR + i, 1L + i, 0.25, "7", "champion", "anna");
                monitor.predictBy(NOON + hour * HOUR + i, 1L + i, 0.75, "8", "challenger", "ben");
            }
        }
        monitor.predict(NOON + 20 * HOUR, 1L, true, 0.25);
        monitor.tick(SETTLING_SECONDS);
    }

    @Test
    void whatMayBeChanceIsToldAndRaisesNoAlert() {
        try (var careless = start(
                settings(Examples.EVERY_HOUR, FalseDiscoveries.UNCONTROLLED, SplitBy.NOTHING, false, List.of()))) {
            fewHighScores(careless);
            assertThat(careless.alerts()).extracting(DriftAlert::getTest).contains("psi");
        }
    }

    @Test
    void whatMayBeChanceIsSetAsideWhereThatIsAskedFor() {
        try (var careful =
                start(settings(Examples.EVERY_HOUR, new FalseDiscoveries(0.05), SplitBy.NOTHING, false, List.of()))) {
            fewHighScores(careful);

            assertThat(careful.alerts()).isEmpty();
            var psi = careful.statistics().stream()
                    .filter(statistic -> statistic.getFeature().equals("score"))
                    .map(statistic -> statistic.getTests().get(0))
                    .toList();
            assertThat(psi).hasSize(3).allSatisfy(test -> {
                assertThat(test.getValue()).isGreaterThan(test.getThreshold());
                assertThat(test.getPValue()).isGreaterThan(0.05);
                assertThat(test.getDrifted()).isFalse();
                assertThat(test.getSetAside()).isTrue();
            });
        }
    }

    /** Three of four scores are high where half were: of four rows that is nothing. */
    private static void fewHighScores(MonitorDriver monitor) {
        for (int hour = 0; hour < 3; hour++) {
            for (int i = 0; i < 4; i++) {
                monitor.predict(NOON + hour * HOUR + i, 1L + i, i > 1, i == 0 ? 0.25 : 0.75);
            }
        }
        monitor.predict(NOON + 20 * HOUR, 1L, true, 0.25);
        monitor.tick(SETTLING_SECONDS);
    }

    @Test
    void aDetectorRaisesAnAlertWithTheWindowInWhichItSpeaksAndResolvesItWithTheNext() {
        var adwin = new Watch("score", DetectorKind.ADWIN, DetectorKind.ADWIN.settings(Map.of()));
        try (var monitor = start(
                settings(Examples.EVERY_HOUR, FalseDiscoveries.UNCONTROLLED, SplitBy.NOTHING, false, List.of(adwin)))) {
            var random = new Random(1);
            for (int i = 0; i < 1_000; i++) {
                double high = i < 500 ? 0.2 : 0.8;
                monitor.predict(
                        NOON + i * (5 * HOUR) / 1_000,
                        1L + i % 4,
                        i % 3 == 0,
                        random.nextDouble() < high ? 0.75 : 0.25);
            }
            monitor.predict(NOON + 20 * HOUR, 1L, true, 0.25);
            monitor.tick(SETTLING_SECONDS);

            var said = monitor.statistics().stream()
                    .filter(statistic -> statistic.getFeature().equals("score"))
                    .flatMap(statistic -> statistic.getTests().stream())
                    .filter(test -> test.getName().equals("adwin"))
                    .toList();
            assertThat(said).extracting(DriftTest::getValue).containsExactly(0.0, 0.0, 1.0, 0.0, 0.0);
            assertThat(said.get(0).getDefinition()).startsWith("millrace/adwin: ");
            assertThat(adwinAlerts(monitor.alerts()))
                    .containsExactly("RAISED " + (NOON + 2 * HOUR), "RESOLVED " + (NOON + 3 * HOUR));
            assertThat(monitor.<String, byte[]>store(PartitionDetectors.STORE)).containsOnlyKeys("score/adwin");
        }
    }

    private static Stream<String> adwinAlerts(List<DriftAlert> alerts) {
        return alerts.stream()
                .filter(alert -> alert.getTest().equals("adwin"))
                .map(alert -> alert.getState() + " " + alert.getWindowStart().toEpochMilli());
    }
}
