package io.millrace.app.runtime;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.customer;
import static io.millrace.app.topology.Payments.payment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.window.RowSample;
import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor says the same of a pipeline's predictions whether it reads them or has them counted as they are scored. */
class CountedWhereScoredTest {
    private static final int DAYS = 4;
    private static final int PAYMENTS_A_DAY = 300;

    private final Path folder;

    CountedWhereScoredTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theStatisticsAreThoseOfTheSamePredictions() throws Exception {
        List<DriftStatistic> counted;
        List<DriftStatistic> read;
        try (var scoring = new PipelineDriver(from("scoring"), CLOCK, folder.resolve("score"))) {
            publish(scoring);
            var topics = PIPELINE.topics();
            counted = statistics("scoring", scoring, topics.counts());
            read = statistics("predictions", scoring, topics.predictions());
        }

        assertThat(counted).hasSameSizeAs(read).hasSizeGreaterThan((DAYS - 2) * 10);
        for (int i = 0; i < read.size(); i++) {
            assertSame(counted.get(i), read.get(i));
        }
        assertThat(read).anyMatch(statistic -> statistic.getCurrentMissing() > 0);
        assertThat(read.stream()
                        .flatMap(statistic -> statistic.getTests().stream())
                        .filter(test -> test.getName().equals("outlier-share") && test.getValue() != null))
                .hasSizeGreaterThan(1)
                .allMatch(share -> share.getValue() > 0);
        assertThat(read.stream()
                        .flatMap(statistic -> statistic.getTests().stream())
                        .filter(test -> test.getValue() != null))
                .as("known")
                .hasSizeGreaterThan(60);
        assertThat(read).extracting(DriftStatistic::getSegmentValue).contains("champion", "m0", "m3");
    }

    @Test
    void ofASampleTheStatisticsAreThoseOfThePredictionsThatAreInIt() throws Exception {
        var half = new RowSample(0.5);
        List<DriftStatistic> counted;
        List<DriftStatistic> read;
        try (var scoring = new PipelineDriver(from("scoring\n  sample: 0.5"), CLOCK, folder.resolve("score"));
                var monitor = new Monitor(from("predictions"), scoring.registry(), folder.resolve("sampled"))) {
            publish(scoring);
            var topics = PIPELINE.topics();
            counted = statistics("scoring", scoring, topics.counts());
            var predictions = raw(scoring.driver(), topics.predictions());
            for (int offset = 0; offset < predictions.size(); offset++) { // every event has one, in its order
                if (half.takes(0, offset)) {
                    monitor.pipe(predictions.get(offset).value());
                }
            }
            read = monitor.statistics();
        }

        assertThat(counted).hasSameSizeAs(read).hasSizeGreaterThan((DAYS - 2) * 10);
        for (int i = 0; i < read.size(); i++) {
            assertSame(counted.get(i), read.get(i));
        }
        assertThat(counted)
                .filteredOn(statistic -> statistic.getSegmentValue() == null)
                .allMatch(statistic -> statistic.getCurrentCount() < PAYMENTS_A_DAY * 0.7)
                .anyMatch(statistic -> statistic.getCurrentCount() > PAYMENTS_A_DAY * 0.3);
    }

    private static void assertSame(DriftStatistic one, DriftStatistic other) {
        assertThat(one.getFeature()).isEqualTo(other.getFeature());
        assertThat(one.getSegmentValue()).isEqualTo(other.getSegmentValue());
        assertThat(one.getWindowEnd()).isEqualTo(other.getWindowEnd());
        assertThat(one.getCurrentCount()).isEqualTo(other.getCurrentCount());
        assertThat(one.getCurrentMissing()).isEqualTo(other.getCurrentMissing());
        assertThat(one.getModelVersion()).isEqualTo(other.getModelVersion());
        assertThat(one.getTests()).hasSameSizeAs(other.getTests());
        for (int i = 0; i < one.getTests().size(); i++) {
            var ours = one.getTests().get(i);
            var theirs = other.getTests().get(i);
            assertThat(ours.getName()).isEqualTo(theirs.getName());
            if (theirs.getValue() == null) {
                assertThat(ours.getValue()).isNull();
            } else {
                assertThat(ours.getValue()).isCloseTo(theirs.getValue(), within(1e-9));
            }
        }
    }

    @Test
    void nothingIsCountedWhereTheMonitorReadsPredictions() {
        try (var scoring = new PipelineDriver(PIPELINE, CLOCK, folder.resolve("score"))) {
            publish(scoring);

            assertThat(scoring.driver().producedTopicNames())
                    .contains(PIPELINE.topics().predictions())
                    .doesNotContain(PIPELINE.topics().counts());
        }
    }

    @Test
    void countsThatCannotBeReadAreDeadLettersAndTheOthersAreRead() throws Exception {
        try (var scoring = new PipelineDriver(from("scoring"), CLOCK, folder.resolve("score"));
                var monitor = new Monitor(from("scoring"), scoring.registry(), folder.resolve("monitor"))) {
            publish(scoring);
            monitor.pipe(null);
            monitor.pipe(new byte[] {9, 9});
            for (var counts : raw(scoring.driver(), PIPELINE.topics().counts())) {
                monitor.pipe(counts.value());
            }

            assertThat(monitor.read(PIPELINE.topics().deadLetters(), DeadLetter.class))
                    .extracting(DeadLetter::getReason)
                    .containsExactly("null-value", "malformed");
            assertThat(monitor.statistics()).isNotEmpty();
        }
    }

    private List<DriftStatistic> statistics(String from, PipelineDriver scoring, String topic) throws Exception {
        try (var monitor = new Monitor(from(from), scoring.registry(), folder.resolve(from))) {
            raw(scoring.driver(), topic).forEach(record -> monitor.pipe(record.value()));
            return monitor.statistics();
        }
    }

    private static List<TestRecord<byte[], byte[]>> raw(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static void publish(PipelineDriver scoring) {
        var random = new Random(11);
        for (int i = 0; i < 5; i++) {
            scoring.reference(customer("c" + i, 20 + i)); // of the other five nothing is known
        }
        for (int i = 0; i < DAYS * PAYMENTS_A_DAY; i++) {
            var time = NOON.minus(Duration.ofDays(DAYS))
                    .plus(Duration.ofDays(DAYS).multipliedBy(i).dividedBy(DAYS * PAYMENTS_A_DAY));
            scoring.event(
                    payment("tx-" + i, time, "c" + random.nextInt(10), "m" + random.nextInt(4), random.nextInt(90)));
        }
    }

    /**
     * The shipped pipeline, which has outliers and tells of them, by variant and terminal, too.
     *
     * @param from as in the pipeline file; more keys may follow
     */
    private Pipeline from(String from) throws IOException {
        var copy = Files.createTempDirectory(folder, "pipelines").resolve("transactions");
        var shipped = ShippedPipelines.folder("transactions");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(shipped.relativize(file).toString()));
            }
        }
        var file = copy.resolve("pipeline.yaml");
        var text = Files.readString(file);
        var changed = text.replace("  threshold: 0.5\n", "  threshold: 0.5\n  outliers: 1\n")
                .replace(
                        "  profile: profile.json\n",
                        "  profile: profile.json\n  from: " + from + "\n  by: [variant, terminal_id]\n");
        assertThat(changed).contains("  outliers: 1\n", "  from: " + from);
        Files.writeString(file, changed);
        return ShippedPipelines.at(copy);
    }

    /** The role that monitors, over a driver. */
    private static final class Monitor implements AutoCloseable {
        private final Pipeline pipeline;
        private final MonitoringRole role;
        private final TopologyTestDriver driver;
        private Instant now = CLOCK.instant();

        Monitor(Pipeline pipeline, SchemaRegistry registry, Path stateDir) throws Exception {
            this.pipeline = pipeline;
            role = new MonitoringRole(
                    pipeline,
                    requireNonNull(pipeline.monitor()),
                    new JournalClients(Map.of()),
                    registry,
                    new Ticking(),
                    new PipelineMetrics(new SimpleMeterRegistry(), pipeline.name()),
                    null);
            driver = new TopologyTestDriver(
                    PipelineDriver.topology(pipeline, Role.MONITOR, role, stateDir),
                    StreamsProperties.of(pipeline.name(), Role.MONITOR, PipelineDriver.settings(stateDir)),
                    NOON);
        }

        private final class Ticking extends Clock {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        }

        void pipe(byte @Nullable [] value) {
            var monitor = requireNonNull(pipeline.monitor());
            driver.createInputTopic(
                            monitor.from() == CountedFrom.SCORING
                                    ? pipeline.topics().counts()
                                    : pipeline.topics().predictions(),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(new byte[0], value, NOON));
        }

        List<DriftStatistic> statistics() throws Exception {
            for (int second = 0; second < 40; second++) {
                now = now.plusSeconds(1);
                driver.advanceWallClockTime(Duration.ofSeconds(1));
            }
            return read(pipeline.topics().drift(), DriftStatistic.class);
        }

        <T extends SpecificRecord> List<T> read(String topic, Class<T> type) throws Exception {
            Schema schema = type.getDeclaredConstructor().newInstance().getSchema();
            var read = new ArrayList<T>();
            for (var record : raw(driver, topic)) {
                byte[] bytes = record.value();
                read.add(new SpecificDatumReader<T>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null)));
            }
            return read;
        }

        @Override
        public void close() {
            driver.close();
            role.close();
        }
    }
}
