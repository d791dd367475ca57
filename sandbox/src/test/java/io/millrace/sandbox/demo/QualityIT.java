package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ScoreCalibration;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten days of predictions and what became of them, on a real broker, read as a backlog in which one partition is days ahead of the other, by
 * two instances after one another: figures are those of the rows themselves. From the sixth day on the model is wrong.
 */
class QualityIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DAYS = 10;
    private static final int ROWS_A_DAY = 150;
    private static final int FIRST_BAD_DAY = 5;
    private static final int CUSTOMERS = 3;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Duration WITHIN = Duration.ofDays(2);

    private static final String OUTCOME = """
            {"type": "record", "name": "Confirmed", "fields": [
              {"name": "id", "type": "string"},
              {"name": "positive", "type": "boolean"},
              {"name": "known", "type": {"type": "long", "logicalType": "timestamp-millis"}}
            ]}
            """;

    /** Drift is not what is tested: nothing in these predictions is beyond such limits. */
    private static final String PIPELINE = """
            name: contest
            events: { topic: signals, schema: signal.avsc, id: id, time: time, key: customer }
            outcomes: { topic: confirmed, schema: confirmed.avsc, id: id, label: positive, time: known, within: 2d }
            features:
              - values: { signal: signal, other: other, luck: luck }
            model: { source: model/, score: score, threshold: 0.5 }
            predictions: { carry: [customer] }
            monitor:
              profile: profile.json
              window: 1d
              psi: 1000000
              mean-shift: 1000000
              missing-share: 0.99
              retraining: { history: 10d, cool-down: 30d }
              quality:
                min-pairs: 50
                by: [customer]
                limits: { auc: 0.7 }
                business: { caught: "label && answer ? signal : 0.0" }
            """;

    /** A score is right as often as half of it and a tenth. */
    private static final ScoreCalibration CALIBRATION =
            new ScoreCalibration(50, 20, List.of(0.0, 1.0), List.of(0.1, 0.6));

    private final Path folder;
    private final Path work;
    private final long start = Instant.now().truncatedTo(ChronoUnit.DAYS).toEpochMilli() - 30 * DAY;

    QualityIT(@TempDir Path folder, @TempDir Path work) {
        this.folder = folder;
        this.work = work;
    }

    /** @param known 0 if nobody ever says */
    private record Row(
            String id, String customer, long time, double signal, double score, boolean positive, long known) {
        boolean isPair() {
            return known > 0 && known - time <= WITHIN.toMillis();
        }

        boolean answer() {
            return score >= 0.5;
        }

        /** How probable it is that the answer is right. */
        double confidence() {
            double probability = 0.1 + score / 2;
            return answer() ? probability : 1 - probability;
        }
    }

    private List<Row> rows() {
        var random = new Random(20261122);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < DAYS * ROWS_A_DAY; i++) {
            long time = start + i * DAY / ROWS_A_DAY;
            double score = random.nextDouble();
            boolean good = i < FIRST_BAD_DAY * ROWS_A_DAY;
            long known = random.nextInt(12) == 0 ? 0 : time + (long) (random.nextDouble() * 2.2 * DAY);
            rows.add(new Row(
                    "e" + i,
                    "c" + i % CUSTOMERS,
                    time,
                    random.nextGaussian(),
                    score,
                    random.nextDouble() < score == good,
                    known));
        }
        return rows;
    }

    @Test
    void figuresAreThoseOfTheRowsAndAModelGoneBadIsToldAndAskedFor() throws Exception {
        ContestStand.write("champion", PIPELINE, folder);
        Files.writeString(folder.resolve("confirmed.avsc"), OUTCOME);
        var profile = ProfileJson.read(ContestStand.profile("champion")).withCalibration(CALIBRATION);
        Files.writeString(folder.resolve("profile.json"), ProfileJson.write(profile));
        var pipeline = PipelineFolder.read(folder);
        var rows = rows();
        long middle = start + DAYS / 2 * DAY;
        try (var kafka = KafkaUnderTest.start();
                var registry = SandboxRegistry.start()) {
            create(kafka.bootstrap());
            var registered = SchemaRegistry.connect(registry.url());
            try (var publisher = new Publisher(kafka.bootstrap(), registered, pipeline)) {
                var committed = new Committed(kafka.bootstrap(), registered);

                // When
                try (var first = start(kafka.bootstrap(), registry.url(), "first")) {
                    publisher.publish(rows, start, middle);
                    Await.until("something is final", PATIENCE, () -> !last(committed)
                            .isEmpty());
                    Await.until("both roles are at work", PATIENCE, first::ready);
                }
                try (var second = start(kafka.bootstrap(), registry.url(), "second")) {
                    publisher.publish(rows, middle, Long.MAX_VALUE);
                    publisher.publishEnd(start + (DAYS + 4) * DAY);
                    Await.until(
                            "all is final",
                            PATIENCE,
                            () -> last(committed).stream()
                                            .filter(QualityIT::ofAll)
                                            .count()
                                    >= DAYS);
                    assertThat(Scraped.sum(second, "millrace_followed_records_total", "fate=\"paired\""))
                            .isPositive();
                    assertThat(Scraped.sum(second, "millrace_quality", "measure=\"auc\"", "state=\"final\""))
                            .isLessThan(0.4);
                }

                // Then
                var all = last(committed);
                // of all versions, and of the one there is; of all customers, and of each
                assertThat(all).hasSize(2 * (1 + CUSTOMERS) * DAYS);
                for (int day = 0; day < DAYS; day++) {
                    long from = start + day * DAY;
                    var ofDay = rows.stream()
                            .filter(row -> row.time >= from && row.time < from + DAY)
                            .toList();
                    assertThat(all)
                            .filteredOn(said -> said.get("window_start").equals(from))
                            .hasSize(2 * (1 + CUSTOMERS))
                            .allSatisfy(said -> assertSays(said, ofSegment(said, ofDay)));
                }
                assertThat(committed.decodeAll(committed.readAll("contest.quality")).stream()
                                .filter(said -> said.get("state").toString().equals("PROVISIONAL")))
                        .anySatisfy(said ->
                                assertThat((List<?>) said.get("estimates")).hasSize(3));

                // the second bad day in a row
                assertThat(committed.decodeAll(committed.readAll("contest.alerts")))
                        .singleElement()
                        .satisfies(alert -> {
                            assertThat(alert.get("feature")).hasToString("quality");
                            assertThat(alert.get("test")).hasToString("auc");
                            assertThat(alert.get("state")).hasToString("RAISED");
                            assertThat(alert.get("window_start")).isEqualTo(start + (FIRST_BAD_DAY + 1) * DAY);
                        });
                assertThat(committed.decodeAll(committed.readAll("contest.retraining")))
                        .singleElement()
                        .satisfies(request -> {
                            assertThat(request.get("message")).hasToString("beyond their limits: auc of quality");
                            assertThat(request.get("window_end"))
                                    .isEqualTo(start + (FIRST_BAD_DAY + 2) * DAY + WITHIN.toMillis());
                        });
            }
        }
    }

    private static void create(String bootstrap) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            NewTopics.create(
                    admin,
                    Stream.of("contest.predictions", "confirmed")
                            .map(topic -> new NewTopic(topic, 2, (short) 1))
                            .toList());
        }
    }

    private PipelineRuntime start(String bootstrap, String registry, String name) throws Exception {
        var settings = new RunSettings(bootstrap, registry, work.resolve(name), 0, 1, Set.of(Role.MONITOR), null, 0);
        var runtime = new PipelineRuntime(PipelineFolder.read(folder), settings);
        runtime.start(Clock.systemUTC());
        return runtime;
    }

    private static List<GenericRecord> last(Committed committed) {
        return committed.decodeAll(committed.readAll("contest.quality")).stream()
                .filter(said -> said.get("state").toString().equals("FINAL"))
                .toList();
    }

    private static boolean ofAll(GenericRecord said) {
        return said.get("model_version") == null && said.get("segment") == null;
    }

    private static List<Row> ofSegment(GenericRecord said, List<Row> rows) {
        var customer = said.get("segment_value");
        return customer == null
                ? rows
                : rows.stream()
                        .filter(row -> row.customer.equals(customer.toString()))
                        .toList();
    }

    private static void assertSays(GenericRecord said, List<Row> rows) {
        var pairs = rows.stream().filter(Row::isPair).toList();
        assertThat(said.get("predictions")).isEqualTo((long) rows.size());
        assertThat(said.get("outcomes")).isEqualTo((long) pairs.size());
        double brier = pairs.stream()
                .mapToDouble(row -> Math.pow(row.score - (row.positive ? 1 : 0), 2))
                .average()
                .orElseThrow();
        double loss = pairs.stream()
                .mapToDouble(row -> -Math.log(row.positive ? row.score : 1 - row.score))
                .average()
                .orElseThrow();
        double found =
                pairs.stream().filter(row -> row.positive && row.answer()).count();
        double yes = pairs.stream().filter(Row::answer).count();
        double positive = pairs.stream().filter(Row::positive).count();
        double coverage = (double) pairs.size() / rows.size();
        assertThat(measure(said, "brier")).isEqualTo(brier, within(1e-12));
        assertThat(measure(said, "log-loss")).isEqualTo(loss, within(1e-12));
        assertThat(measure(said, "precision")).isEqualTo(found / yes, within(1e-12));
        assertThat(measure(said, "recall")).isEqualTo(found / positive, within(1e-12));
        assertThat(measure(said, "label-coverage")).isEqualTo(coverage, within(1e-12));
        assertThat(measure(said, "auc")).isEqualTo(auc(pairs), within(error(said, "auc") + 1e-12));
        assertThat(said.get("calibrated_predictions")).isEqualTo((long) rows.size());
        double right = rows.stream().mapToDouble(Row::confidence).average().orElseThrow();
        assertThat(((List<?>) said.get("estimates")).get(2))
                .satisfies(accuracy -> assertThat((double) ((GenericRecord) accuracy).get("value"))
                        .isEqualTo(right, within(1e-12)));
        double caught = pairs.stream()
                .filter(row -> row.positive && row.answer())
                .mapToDouble(Row::signal)
                .sum();
        assertThat((List<?>) said.get("business")).singleElement().satisfies(sum -> assertThat(
                        (double) ((GenericRecord) sum).get("value"))
                .isEqualTo(caught, within(1e-9)));
    }

    /** By counting. */
    private static double auc(List<Row> pairs) {
        double won = 0;
        double all = 0;
        for (var positive : pairs) {
            for (var negative : pairs) {
                if (positive.positive && !negative.positive) {
                    all++;
                    won += positive.score > negative.score ? 1 : positive.score == negative.score ? 0.5 : 0;
                }
            }
        }
        return won / all;
    }

    private static double measure(GenericRecord said, String name) {
        return (double) find(said, name).get("value");
    }

    private static double error(GenericRecord said, String name) {
        return (double) find(said, name).get("error");
    }

    private static GenericRecord find(GenericRecord said, String name) {
        return ((List<?>) said.get("measures"))
                .stream()
                        .map(GenericRecord.class::cast)
                        .filter(measure -> measure.get("name").toString().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    /** Publishes as a pipeline that scores and those who report outcomes do; all of a call is in its topic when it returns. */
    private static final class Publisher implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private final Schema prediction;
        private final String digest;
        private final Schema outcome = new Schema.Parser().parse(OUTCOME);
        private final AvroEncoder predictions;
        private final AvroEncoder outcomes;

        Publisher(String bootstrap, SchemaRegistry registry, Pipeline pipeline) throws Exception {
            this.prediction = pipeline.predictionSchema();
            this.digest = requireNonNull(pipeline.monitor()).profile().model().sha256();
            this.predictions = new AvroEncoder(registry.register("contest.predictions-value", prediction), prediction);
            this.outcomes = new AvroEncoder(registry.register("confirmed-value", outcome), outcome);
            this.producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
        }

        /** What happened from one time to another, exclusive: a partition of predictions, then the other, then outcomes as they became known. */
        void publish(List<Row> rows, long fromMillis, long toMillis) {
            for (int partition = 0; partition < 2; partition++) {
                for (int i = partition; i < rows.size(); i += 2) {
                    if (rows.get(i).time >= fromMillis && rows.get(i).time < toMillis) {
                        predict(rows.get(i), partition);
                    }
                }
            }
            rows.stream()
                    .filter(row -> row.known > 0 && row.known >= fromMillis && row.known < toMillis)
                    .sorted(Comparator.comparingLong(Row::known))
                    .forEach(row -> report(row, null));
            producer.flush();
        }

        /** Every partition comes so far in event time. */
        void publishEnd(long time) {
            for (int partition = 0; partition < 2; partition++) {
                var end = new Row("end-" + partition, "c0", time, 0, 0.5, true, time);
                predict(end, partition);
                report(end, partition);
            }
            producer.flush();
        }

        private void predict(Row row, int partition) {
            var record = new GenericData.Record(prediction);
            record.put("prediction_id", "p-" + row.id);
            record.put("event_id", row.id);
            record.put("event_time", row.time);
            record.put("customer", row.customer);
            record.put("signal", row.signal);
            record.put("other", 0.0);
            record.put("luck", 0.5);
            record.put("score", row.score);
            record.put("label", row.answer());
            record.put("threshold", 0.5);
            record.put("model_name", "contest");
            record.put("model_version", "champion");
            record.put("model_digest", digest);
            record.put("variant", "champion");
            record.put("scored_at", row.time);
            record.put("scoring_micros", 1L);
            var unused = producer.send(new ProducerRecord<>(
                    "contest.predictions", partition, row.customer.getBytes(UTF_8), predictions.encode(record)));
        }

        private void report(Row row, @Nullable Integer partition) {
            var record = new GenericData.Record(outcome);
            record.put("id", row.id);
            record.put("positive", row.positive);
            record.put("known", row.known);
            var unused = producer.send(
                    new ProducerRecord<>("confirmed", partition, row.id.getBytes(UTF_8), outcomes.encode(record)));
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
