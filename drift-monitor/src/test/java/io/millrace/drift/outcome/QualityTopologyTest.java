package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.quality.ClassificationSummary;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.topology.MutableClock;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of predictions and their outcomes, one partition of each. */
class QualityTopologyTest {
    private final Followed followed = new Followed();
    private final MutableClock clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
    private final List<QualityStatistic> said = new ArrayList<>();
    private final List<DriftAlert> alerts = new ArrayList<>();
    private final Map<Fate, Integer> fates = new TreeMap<>();
    private final QualityListener listener = new QualityListener() {
        @Override
        public void quality(QualityStatistic statistic) {
            said.add(statistic);
        }

        @Override
        public void alert(DriftAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void followed(Fate fate) {
            fates.merge(fate, 1, Integer::sum);
        }
    };

    private final Path stateFolder;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> predictions;
    private TestInputTopic<byte[], byte[]> outcomes;

    QualityTopologyTest(@TempDir Path stateFolder) {
        this.stateFolder = stateFolder;
    }

    @BeforeEach
    void start() throws Exception {
        var properties = properties();
        driver = new TopologyTestDriver(topology(properties), properties, clock.instant());
        var bytes = new ByteArraySerializer();
        predictions = driver.createInputTopic(Followed.PREDICTIONS, bytes, bytes);
        outcomes = driver.createInputTopic(Followed.OUTCOMES, bytes, bytes);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private Properties properties() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "monitor");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    private Topology topology(Properties properties) throws Exception {
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        new QualityTopology(
                        Followed.settings(false),
                        () -> Followed::read,
                        Followed.Saved::new,
                        (topic, partition) -> false,
                        followed.registry,
                        clock,
                        listener)
                .addTo(builder);
        return builder.build(properties);
    }

    @Test
    void isThePictureThatWasAgreed() throws Exception {
        assertThat(topology(properties()).describe().toString()).isEqualTo(agreed());
    }

    private static String agreed() throws IOException {
        try (var picture = QualityTopologyTest.class.getResourceAsStream("quality-topology.txt")) {
            return new String(picture.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void predict(String id, long time, double score) {
        predict(id, time, score, "7");
    }

    private void predict(String id, long time, double score, String version) {
        predictions.pipeInput(null, followed.prediction(id, time, score, version), time);
    }

    private void outcome(String id, boolean label, long known) {
        outcomes.pipeInput(id.getBytes(UTF_8), Followed.outcome(label, known), known);
    }

    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    /** Event time comes so far, and everybody hears of it. */
    private void reach(long time) {
        predict("at-" + time, time, 0.5);
        tick(35);
    }

    private List<QualityStatistic> last(long start) {
        return said.stream()
                .filter(one -> one.getState() == QualityState.FINAL)
                .filter(one -> one.getWindowStart().toEpochMilli() == start)
                .toList();
    }

    private static QualityFigures figures(List<Row> rows) {
        var summary = new ClassificationSummary();
        for (var row : rows) {
            summary.predicted();
            if (row.known > 0) {
                summary.labelled(row.score, row.score >= 0.5, row.label, Duration.ofMillis(row.known - row.time));
                summary.addValue("saved", row.label && row.score >= 0.5 ? 10 : 0);
            }
        }
        return summary.figures();
    }

    /** @param known 0 if never */
    private record Row(String id, long time, double score, boolean label, long known) {}

    private static void assertSays(QualityStatistic statistic, QualityFigures figures) {
        assertThat(statistic.getPredictions()).isEqualTo(figures.predictions());
        assertThat(statistic.getOutcomes()).isEqualTo(figures.pairs());
        assertThat(statistic.getMeasures())
                .extracting(QualityMeasure::getName)
                .containsExactlyElementsOf(
                        figures.measures().keySet().stream().map(Measure::key).toList());
        for (var measure : statistic.getMeasures()) {
            var expected = figures.of(Measure.of(measure.getName()).orElseThrow());
            assertThat(measure.getValue()).as(measure.getName()).isEqualTo(expected.value());
            assertThat(measure.getError()).as(measure.getName()).isEqualTo(expected.error());
        }
        assertThat(statistic.getBusiness()).singleElement().satisfies(worth -> assertThat(worth.getValue())
                .isEqualTo(figures.values().get("saved")));
    }

    @Test
    void saysOfAWindowWhatItsRowsSayWhicheverCameFirst() {
        var random = new Random(7);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < 150; i++) {
            double score = random.nextDouble();
            long time = NOON + random.nextInt((int) HOUR);
            long known = random.nextInt(10) == 0 ? 0 : time + random.nextInt((int) (3 * HOUR));
            rows.add(new Row("e" + i, time, score, random.nextDouble() < score, known));
        }
        var order = new ArrayList<Runnable>();
        for (var row : rows) {
            order.add(() -> predict(row.id, row.time, row.score));
            if (row.known > 0) {
                order.add(() -> outcome(row.id, row.label, row.known));
            }
        }
        Collections.shuffle(order, random);

        // When
        order.forEach(Runnable::run);
        reach(NOON + HOUR + 3 * HOUR + 10 * MINUTE);

        // Then
        assertThat(last(NOON)).hasSize(2);
        var all = last(NOON).get(0);
        assertThat(all.getModelVersion()).isNull();
        assertThat(all.getVariant()).isNull();
        assertThat(last(NOON).get(1).getModelVersion()).isEqualTo("7");
        assertThat(last(NOON).get(1).getVariant()).isEqualTo("champion");
        assertThat(last(NOON)).allSatisfy(statistic -> assertSays(statistic, figures(rows)));
        assertThat(fates.get(Fate.PAIRED))
                .isEqualTo((int) rows.stream().filter(row -> row.known > 0).count());
    }

    @Test
    void saysAtTheEndOfAWindowWhatIsExpectedAndLaterWhatIsKnown() {
        for (int i = 0; i < 100; i++) {
            predict("e" + i, NOON + i, i / 100.0);
        }
        reach(NOON + HOUR + 10 * MINUTE - 1);
        assertThat(said).isEmpty();

        // When
        reach(NOON + HOUR + 10 * MINUTE);

        // Then
        var first = said.get(0);
        assertThat(first.getState()).isEqualTo(QualityState.PROVISIONAL);
        assertThat(first.getWindowStart().toEpochMilli()).isEqualTo(NOON);
        assertThat(first.getPredictions()).isEqualTo(100);
        assertThat(first.getOutcomes()).isZero();
        assertThat(first.getEstimates()).extracting(QualityMeasure::getName).containsExactly("auc", "f1", "accuracy");
        // half of the answers are yes, right by 0.745 on average, the others no, right by 0.755
        assertThat(first.getEstimates().get(2).getValue()).isEqualTo(0.75);

        // When
        said.clear();
        outcome("e7", false, NOON + HOUR);
        reach(NOON + 2 * HOUR + 10 * MINUTE);

        // Then
        var second = said.get(0);
        assertThat(second.getWindowStart().toEpochMilli()).isEqualTo(NOON);
        assertThat(second.getState()).isEqualTo(QualityState.PROVISIONAL);
        assertThat(second.getOutcomes()).isEqualTo(1);

        // When
        said.clear();
        reach(NOON + 3 * HOUR + 10 * MINUTE);

        // Then
        assertThat(said)
                .as("nothing new of the first window")
                .noneMatch(one -> one.getWindowStart().toEpochMilli() == NOON);
    }

    @Test
    void theFirstOutcomeCountsAndEveryOtherRecordHasItsFate() {
        predict("a", NOON, 0.9);
        predict("a", NOON + 1, 0.1);
        outcome("a", true, NOON + 1);
        outcome("a", false, NOON + 2);
        predict("b", NOON, 0.9);
        outcome("b", true, NOON + 3 * HOUR);
        predict("c", NOON, 0.9);
        outcome("c", true, NOON + 3 * HOUR + 1);
        outcome("nobody", true, NOON);
        outcomes.pipeInput("d".getBytes(UTF_8), "?".getBytes(UTF_8));
        predictions.pipeInput(null, "?".getBytes(UTF_8));

        // When
        reach(NOON + HOUR + 3 * HOUR + 10 * MINUTE);
        predict("late", NOON, 0.9);
        tick(2);

        // Then
        assertThat(last(NOON).get(0).getPredictions()).isEqualTo(3);
        assertThat(last(NOON).get(0).getOutcomes()).isEqualTo(2);
        assertThat(fates)
                .containsEntry(Fate.REPEATED_PREDICTION, 1)
                .containsEntry(Fate.REPEATED_OUTCOME, 1)
                .containsEntry(Fate.LATE_OUTCOME, 1)
                .containsEntry(Fate.EARLY_OUTCOME, 1)
                .containsEntry(Fate.NO_PREDICTION, 1)
                .containsEntry(Fate.UNREADABLE_OUTCOME, 1)
                .containsEntry(Fate.UNREADABLE_PREDICTION, 1)
                .containsEntry(Fate.LATE_PREDICTION, 1)
                .containsEntry(Fate.PAIRED, 2);
    }

    @Test
    void versionsAreSaidOneByOneAndTogether() {
        predict("a", NOON, 0.9, "7");
        predict("b", NOON, 0.2, "8");
        predict("c", NOON, 0.3, "8");
        outcome("b", true, NOON + 1);

        reach(NOON + HOUR + 3 * HOUR + 10 * MINUTE);

        assertThat(last(NOON)).extracting(QualityStatistic::getModelVersion).containsExactly(null, "7", "8");
        assertThat(last(NOON)).extracting(QualityStatistic::getPredictions).containsExactly(3L, 1L, 2L);
        assertThat(last(NOON)).extracting(QualityStatistic::getOutcomes).containsExactly(1L, 0L, 1L);
    }

    @Test
    void limitsRaiseAnAlertAfterTwoBadWindowsAndResolveItAfterTwoGoodOnes() {
        for (int hour = 0; hour < 8; hour++) {
            boolean bad = hour >= 2 && hour < 5;
            for (int i = 0; i < 40; i++) {
                String id = hour + "-" + i;
                double score = i % 2 == 0 ? 0.9 : 0.1;
                predict(id, NOON + hour * HOUR + i, score);
                outcome(id, bad == (score < 0.5), NOON + hour * HOUR + i + MINUTE);
            }
        }
        // When
        reach(NOON + 8 * HOUR + 3 * HOUR + 10 * MINUTE);

        // Then
        assertThat(alerts)
                .extracting(DriftAlert::getTest, DriftAlert::getState, alert -> alert.getWindowStart()
                        .toEpochMilli())
                .containsExactly(
                        tuple("auc", DriftAlertState.RAISED, NOON + 3 * HOUR),
                        tuple("log-loss", DriftAlertState.RAISED, NOON + 3 * HOUR),
                        tuple("auc", DriftAlertState.RESOLVED, NOON + 6 * HOUR),
                        tuple("log-loss", DriftAlertState.RESOLVED, NOON + 6 * HOUR));
        var auc = alerts.get(0);
        assertThat(auc.getFeature()).isEqualTo("quality");
        assertThat(auc.getValue()).isEqualTo(0);
        assertThat(auc.getThreshold()).isEqualTo(0.7);
        assertThat(auc.getSince().toEpochMilli()).isEqualTo(NOON + 2 * HOUR);
        assertThat(auc.getMessage()).isEqualTo("auc is 0.000, below 0.7000 in 2 windows since 2027-01-15T14:00:00Z");
        assertThat(alerts.get(1).getThreshold())
                .as("that of the first window and 0.2")
                .isEqualTo(-Math.log(0.9) + 0.2, within(1e-12));
    }

    @Test
    void whatIsFinalIsForgotten() {
        for (int i = 0; i < 50; i++) {
            predict("e" + i, NOON + i, 0.5);
            outcome("e" + i, true, NOON + i);
        }
        outcome("nobody", true, NOON);
        reach(NOON + HOUR + 3 * HOUR + 10 * MINUTE);
        reach(NOON + 20 * HOUR);
        reach(NOON + 40 * HOUR);

        assertThat(keys(QualityStores.EVENTS)).containsExactly("at-" + (NOON + 40 * HOUR));
        assertThat(keys(QualityStores.DEADLINES)).hasSize(1);
        assertThat(keys(QualityStores.WINDOWS)).hasSize(1);
        assertThat(keys(QualityStores.PARTIALS)).hasSize(1);
    }

    private List<Object> keys(String store) {
        var keys = new ArrayList<Object>();
        try (var all = driver.getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
