package io.millrace.app.topology;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.customer;
import static io.millrace.app.topology.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.model.ModelManifest;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipelines, their real models included, from bytes to bytes. */
class ScoringTopologyTest {
    private static final ModelManifest MANIFEST =
            requireNonNull(PIPELINE.model()).manifest();

    private final Path stateDir;

    ScoringTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    private PipelineDriver transactions() {
        return new PipelineDriver(PIPELINE, CLOCK, stateDir);
    }

    @Test
    void givesEveryEventOnePredictionKeyedByTheEventsId() {
        try (var pipeline = transactions()) {
            for (int i = 0; i < 5; i++) {
                pipeline.event(payment("tx-" + i, NOON.plusSeconds(i), "c" + i % 2, "m1", 10 + i));
            }

            var predictions = pipeline.predictions();
            assertThat(predictions)
                    .extracting(TestRecord::key)
                    .containsExactlyInAnyOrder("tx-0", "tx-1", "tx-2", "tx-3", "tx-4");
            assertThat(predictions)
                    .allSatisfy(prediction ->
                            assertThat(prediction.value().get("event_id")).hasToString(prediction.key()));
            assertThat(pipeline.deadLetters()).isEmpty();
        }
    }

    @Test
    void namesAPredictionAfterThePlaceOfItsEvent() {
        try (var pipeline = transactions()) {
            pipeline.event(payment("tx-a", NOON, "c1", "m1", 10));
            pipeline.event(payment("tx-b", NOON, "c1", "m1", 10));

            assertThat(pipeline.predictions())
                    .extracting(prediction ->
                            prediction.value().get("prediction_id").toString())
                    .containsExactly("transactions-0-0", "transactions-0-1");
        }
    }

    @Test
    void writesEveryColumnWithItsType() {
        try (var pipeline = transactions()) {
            pipeline.reference(customer("c1", 20));
            pipeline.event(payment("tx-1", NOON.minusSeconds(60), "c1", "m2", 10));
            pipeline.event(payment("tx-2", NOON, "c1", "m1", 30));

            var prediction = pipeline.predictions().get(1).value();
            assertThat(prediction.get("event_time")).isEqualTo(NOON.toEpochMilli());
            assertThat(prediction.get("customer_id")).hasToString("c1");
            assertThat(prediction.get("terminal_id")).hasToString("m1");
            assertThat(prediction.get("amount")).isEqualTo(30.0);
            assertThat(prediction.get("amount_to_usual")).isEqualTo(1.5);
            assertThat(prediction.get("night")).isEqualTo(false);
            assertThat(prediction.get("abroad")).isEqualTo(false);
            assertThat(prediction.get("cust_nb_1d")).isEqualTo(2L);
            assertThat(prediction.get("cust_avg_7d")).isEqualTo(20.0);
            assertThat(prediction.get("term_nb_7d")).isEqualTo(1L);
            assertThat(prediction.get("score")).isInstanceOf(Double.class);
            assertThat(prediction.get("label")).isEqualTo(false);
            assertThat(prediction.get("threshold")).isEqualTo(0.5);
            assertThat(prediction.get("model_name")).hasToString("fraud");
            assertThat(prediction.get("model_version")).hasToString("1");
            assertThat(prediction.get("model_digest")).hasToString(MANIFEST.sha256());
            assertThat(prediction.get("variant")).hasToString("champion");
            assertThat(prediction.get("scored_at")).isEqualTo(CLOCK.millis());
            assertThat((Long) prediction.get("scoring_micros")).isNotNegative();
        }
    }

    @Test
    void leavesNullWhatAnUnknownCustomerWouldHaveTold() {
        try (var pipeline = transactions()) {
            pipeline.reference(customer("c2", 20));
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));

            var prediction = pipeline.predictions().get(0).value();
            assertThat(prediction.get("amount_to_usual")).isNull();
            assertThat(prediction.get("abroad")).isNull();
            assertThat(prediction.get("cust_usual_7d"))
                    .as("nothing is a day old")
                    .isNull();
            assertThat(prediction.get("amount")).isEqualTo(30.0);
        }
    }

    @Test
    void givesTheScoreOfTheGoldenRowToAHistoryThatHasItsFeatures() {
        var golden = MANIFEST.golden().get(0);
        try (var pipeline = transactions()) {
            pipeline.reference(customer("c1", 34.99 / 0.426845));
            var old = NOON.minus(Duration.ofDays(7)).minus(Duration.ofHours(12));
            pipeline.event(payment("usual", old, "c1", "m2", 16.82));
            var before = NOON.minus(Duration.ofDays(2));
            var amounts = tenAmounts(1267.18, 174.27, 10 * sq(47.931577) + 11 * sq(118.379091) - sq(34.99));
            for (int i = 0; i < amounts.length; i++) {
                pipeline.event(payment("own-" + i, before.plusSeconds(i), "c1", "m2", amounts[i]));
            }
            for (int i = 0; i < 4; i++) {
                pipeline.event(payment("others-" + i, before.plusSeconds(i), "c9", "m1", 223.34 / 4));
            }
            pipeline.predictions();

            pipeline.event(payment("golden", NOON, "c1", "m1", 34.99));

            var prediction = pipeline.predictions().get(0).value();
            var features = MANIFEST.features();
            for (int i = 0; i < features.size(); i++) {
                assertThat(number(prediction.get(features.get(i))))
                        .as(features.get(i))
                        .isCloseTo(golden.row().get(i), within(1e-4));
            }
            assertThat((Double) prediction.get("score")).isCloseTo(golden.score(), within(MANIFEST.tolerance()));
        }
    }

    /** Ten amounts with this sum, maximum and sum of squares: the maximum, one in the middle, four on either side of it. */
    private static double[] tenAmounts(double sum, double max, double squares) {
        double middle = (sum - max) / 9;
        double side = Math.sqrt((squares - sq(max) - 9 * sq(middle)) / 8);
        var amounts = new double[10];
        for (int i = 0; i < 8; i++) {
            amounts[i] = i % 2 == 0 ? middle - side : middle + side;
        }
        amounts[8] = middle;
        amounts[9] = max;
        return amounts;
    }

    private static double sq(double x) {
        return x * x;
    }

    private static double number(Object value) {
        return value instanceof Boolean truth ? truth ? 1 : 0 : ((Number) value).doubleValue();
    }

    @Test
    void labelsAScoreThatIsExactlyTheThreshold() {
        double score = (Double) onlyPrediction(0.5, "first").get("score");

        assertThat(onlyPrediction(score, "at").get("label")).isEqualTo(true);
        assertThat(onlyPrediction(Math.nextUp(score), "above").get("label")).isEqualTo(false);
    }

    private GenericRecord onlyPrediction(double threshold, String run) {
        var scoring = requireNonNull(PIPELINE.model()).withThreshold(threshold);
        try (var pipeline = new PipelineDriver(PIPELINE, scoring, CLOCK, stateDir.resolve(run))) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));
            return pipeline.predictions().get(0).value();
        }
    }

    @Test
    void keepsHeadersAndPutsTheEventsTimeOnTheRecord() {
        try (var pipeline = transactions()) {
            var time = NOON.minusSeconds(600);
            var headers = new RecordHeaders().add("trace", new byte[] {1, 2});
            pipeline.pipe(
                    "transactions",
                    "c1".getBytes(UTF_8),
                    pipeline.encode("transactions", payment("tx-1", time, "c1", "m1", 30)),
                    headers);

            var prediction = pipeline.predictions().get(0);
            assertThat(prediction.headers()).isEqualTo(headers);
            assertThat(prediction.getRecordTime()).isEqualTo(time);
        }
    }

    @Test
    void scoresSensorReadingsToo() {
        var sensors = ShippedPipelines.read("sensors");
        var reading = new GenericData.Record(sensors.definitions().event().schema());
        reading.put("reading_id", "r1");
        reading.put("reading_time", NOON.toEpochMilli());
        reading.put("machine_id", "machine-1");
        for (var field :
                List.of("load", "temperature_celsius", "vibration_mm_s", "pressure_bar", "speed_rpm", "wear")) {
            reading.put(field, 0.5);
        }
        try (var pipeline = new PipelineDriver(sensors, Clock.fixed(NOON, ZoneOffset.UTC), stateDir)) {
            pipeline.event(reading);

            var prediction = pipeline.predictions().get(0);
            assertThat(prediction.key()).isEqualTo("r1");
            assertThat(prediction.value().get("temperature_avg_1h")).isEqualTo(0.5);
            assertThat(prediction.value().get("vibration_before_1h")).isNull();
            assertThat((Double) prediction.value().get("score")).isBetween(0.0, 1.0);
        }
    }
}
