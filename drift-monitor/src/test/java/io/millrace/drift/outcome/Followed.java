package io.millrace.drift.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.quality.QualityRule;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.drift.topology.RetrainingSettings;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.TumblingWindows;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** What the tests of followed predictions have in common: settings, a prediction's bytes, outcomes as {@code label,known}. */
final class Followed {
    static final String PREDICTIONS = "transactions.predictions";
    static final String OUTCOMES = "outcomes";
    static final Duration WITHIN = Duration.ofHours(3);

    private static final Schema SCHEMA = PredictionSchema.of(
            "transactions",
            List.of(new Schema.Field(
                    "country",
                    Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING)),
                    null,
                    JsonProperties.NULL_VALUE)),
            List.of(new PredictionField("amount", PredictionField.Type.DOUBLE)));

    final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
    private final AvroEncoder encoder;

    Followed() {
        try {
            encoder = new AvroEncoder(registry.register(SchemaRegistry.valueSubject(PREDICTIONS), SCHEMA), SCHEMA);
        } catch (IncompatibleSchemaException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Hourly windows; bad are an area below 0.7, and a log loss more than 0.2 above that of the first window. */
    static QualitySettings settings(boolean retraining) {
        return new QualitySettings(
                "transactions",
                new QualitySettings.Topics(PREDICTIONS, OUTCOMES, "transactions.quality", "transactions.alerts"),
                1,
                SCHEMA,
                Examples.HOURLY,
                WITHIN,
                QualityKind.CLASSIFICATION,
                Set.of("saved"),
                Expectation.OF_SCORES,
                new QualityRule(
                        List.of(
                                QualityLimit.at(Measure.ROC_AUC, 0.7),
                                QualityLimit.worseThanReference(Measure.LOG_LOSS, 0.2)),
                        20),
                1,
                new AlertRule(2),
                List.of(),
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                retraining
                        ? new RetrainingSettings(
                                "transactions.retraining",
                                "pipelines/transactions",
                                new RetrainingRule(1, Duration.ofHours(6), Duration.ofDays(7)))
                        : null);
    }

    /** The same in other windows, and of other worths. */
    static QualitySettings settings(Duration window, Collection<String> worths) {
        var same = settings(false);
        return new QualitySettings(
                same.pipeline(),
                same.topics(),
                same.partitions(),
                same.predictions(),
                new TumblingWindows(window, same.windows().grace()),
                same.within(),
                same.kind(),
                Set.copyOf(worths),
                same.expectation(),
                same.limits(),
                same.baseline(),
                same.alerts(),
                same.by(),
                same.segmentAlerts(),
                same.idle(),
                same.reportEvery(),
                same.retraining());
    }

    /** The same with what is expected of scores. */
    static QualitySettings expecting(Expectation expectation) {
        var same = settings(false);
        return new QualitySettings(
                same.pipeline(),
                same.topics(),
                same.partitions(),
                same.predictions(),
                same.windows(),
                same.within(),
                same.kind(),
                same.worths(),
                expectation,
                same.limits(),
                same.baseline(),
                same.alerts(),
                same.by(),
                same.segmentAlerts(),
                same.idle(),
                same.reportEvery(),
                same.retraining());
    }

    /** The same with segments, and alerts of them. */
    static QualitySettings split(QualitySettings same, int partitions, String... by) {
        return new QualitySettings(
                same.pipeline(),
                same.topics(),
                partitions,
                same.predictions(),
                same.windows(),
                same.within(),
                same.kind(),
                same.worths(),
                same.expectation(),
                same.limits(),
                same.baseline(),
                same.alerts(),
                List.of(by),
                true,
                same.idle(),
                same.reportEvery(),
                same.retraining());
    }

    byte[] prediction(String id, long eventTimeMillis, double score, String version) {
        return prediction(id, eventTimeMillis, score, version, null);
    }

    byte[] prediction(String id, long eventTimeMillis, double score, String version, @Nullable String country) {
        return encoder.encode(new GenericRecordBuilder(SCHEMA)
                .set("prediction_id", "p-" + id)
                .set("event_id", id)
                .set("event_time", eventTimeMillis)
                .set("country", country)
                .set("amount", 10.0)
                .set("score", score)
                .set("label", score >= 0.5)
                .set("threshold", 0.5)
                .set("model_name", "fraud")
                .set("model_version", version)
                .set("model_digest", "digest-of-" + version)
                .set("variant", "champion")
                .set("scored_at", eventTimeMillis)
                .set("scoring_micros", 100L)
                .build());
    }

    static byte[] outcome(boolean label, long knownMillis) {
        return (label + "," + knownMillis).getBytes(UTF_8);
    }

    static Optional<OutcomeReader.Read> read(byte @Nullable [] key, byte @Nullable [] value, long publishedMillis) {
        requireNonNull(key);
        var parts = new String(requireNonNull(value), UTF_8).split(",", -1);
        return parts.length < 2
                ? Optional.empty()
                : Optional.of(new OutcomeReader.Read(
                        new String(key, UTF_8),
                        new Outcome(Boolean.parseBoolean(parts[0]) ? 1 : 0, Long.parseLong(parts[1]))));
    }

    /** A fraud that was found saves its amount. */
    static final class Saved implements Worth {
        @Override
        public List<String> columns() {
            return List.of("amount", "label");
        }

        @Override
        public byte[] facts(GenericRecord prediction) {
            double amount = (boolean) prediction.get("label") ? (double) prediction.get("amount") : 0;
            return ByteBuffer.allocate(Double.BYTES).putDouble(amount).array();
        }

        @Override
        public Map<String, Double> of(byte[] facts, double label) {
            return Map.of("saved", label * ByteBuffer.wrap(facts).getDouble());
        }
    }
}
