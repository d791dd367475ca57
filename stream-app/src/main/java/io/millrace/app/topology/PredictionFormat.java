package io.millrace.app.topology;

import static io.millrace.schemas.prediction.PredictionSchema.EVENT_ID;
import static io.millrace.schemas.prediction.PredictionSchema.EVENT_TIME;
import static io.millrace.schemas.prediction.PredictionSchema.LABEL;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_DIGEST;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_NAME;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_VERSION;
import static io.millrace.schemas.prediction.PredictionSchema.OUTLIER_SCORE;
import static io.millrace.schemas.prediction.PredictionSchema.PREDICTION_ID;
import static io.millrace.schemas.prediction.PredictionSchema.REASONS;
import static io.millrace.schemas.prediction.PredictionSchema.SCORE;
import static io.millrace.schemas.prediction.PredictionSchema.SCORED_AT;
import static io.millrace.schemas.prediction.PredictionSchema.SCORING_MICROS;
import static io.millrace.schemas.prediction.PredictionSchema.THRESHOLD;
import static io.millrace.schemas.prediction.PredictionSchema.VARIANT;

import io.millrace.app.explain.Reason;
import io.millrace.app.model.OutlierWatch;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.FeatureValues;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the predictions of one pipeline are written: the schema with its registered id. Immutable and thread-safe.
 */
public final class PredictionFormat {
    private final Schema schema;
    private final int schemaId;
    private final List<String> carried;
    private final FeatureValues features;
    private final @Nullable Schema reasonSchema;
    private final @Nullable OutlierWatch outliers;

    /**
     * The form of predictions.
     *
     * @param schemaId under which the schema is registered
     * @param carried fields of the event that predictions carry
     * @param outliers tells how far rows lie outside; null where predictions do not say so
     */
    public PredictionFormat(
            Schema schema,
            int schemaId,
            List<String> carried,
            List<Feature> features,
            @Nullable OutlierWatch outliers) {
        this.schema = schema;
        this.schemaId = schemaId;
        this.carried = List.copyOf(carried);
        this.features = new FeatureValues(features);
        this.reasonSchema = reasonSchema(schema);
        this.outliers = outliers;
    }

    /** Of one reason; null where predictions have none. */
    private static @Nullable Schema reasonSchema(Schema prediction) {
        var reasons = prediction.getField(PredictionSchema.REASONS);
        return reasons == null
                ? null
                : reasons.schema().getTypes().stream()
                        .filter(type -> type.getType() == Schema.Type.ARRAY)
                        .map(Schema::getElementType)
                        .findFirst()
                        .orElseThrow();
    }

    /** The prediction of an event that has a score, as a record to look at; a running pipeline writes the same without one. */
    public GenericRecord prediction(Scored scored) {
        var prediction = unscored(scored.event());
        var model = scored.by();
        prediction.put(SCORE, scored.score());
        prediction.put(LABEL, scored.score() >= model.threshold());
        prediction.put(THRESHOLD, model.threshold());
        prediction.put(MODEL_NAME, model.name());
        prediction.put(MODEL_VERSION, model.version());
        prediction.put(MODEL_DIGEST, model.digest());
        prediction.put(VARIANT, model.variant().code());
        prediction.put(SCORED_AT, scored.scoredAtMillis());
        prediction.put(SCORING_MICROS, scored.scoringNanos() / 1_000);
        reasons(scored.reasons(), prediction);
        if (outliers != null) {
            prediction.put(OUTLIER_SCORE, outlierScore(scored.event()));
        }
        return prediction;
    }

    /** How far a row lies outside; NaN where predictions do not say so. */
    double outlierScore(Event event) {
        return outliers == null ? Double.NaN : outliers.of(event.row());
    }

    /** Whether such a score is that of an outlier. */
    boolean isOutlier(double outlierScore) {
        return outliers != null && outliers.isOutlier(outlierScore);
    }

    /**
     * What is known of a prediction without a score; its other columns are null.
     *
     * @param event with all its features
     */
    public GenericRecord unscored(Event event) {
        var prediction = new GenericData.Record(schema);
        prediction.put(PREDICTION_ID, PredictionId.of(event.origin()).toString());
        prediction.put(EVENT_ID, event.id());
        prediction.put(EVENT_TIME, event.timeMillis());
        for (var field : carried) {
            prediction.put(field, event.record().get(field));
        }
        for (int i = 0; i < features.features().size(); i++) {
            prediction.put(features.features().get(i).name(), features.of(event, i));
        }
        return prediction;
    }

    /** Writes why the score is what it is, where predictions say so. */
    private void reasons(@Nullable List<Reason> reasons, GenericRecord prediction) {
        var schema = reasonSchema;
        if (schema != null) {
            prediction.put(
                    REASONS,
                    reasons == null
                            ? null
                            : reasons.stream().map(each -> reason(schema, each)).toList());
        }
    }

    private static GenericRecord reason(Schema schema, Reason reason) {
        var written = new GenericData.Record(schema);
        written.put(PredictionSchema.REASON_FEATURE, reason.feature());
        written.put(PredictionSchema.REASON_CONTRIBUTION, reason.contribution());
        return written;
    }

    /** Writes what {@link #prediction} says, for one task. */
    PredictionWriter newWriter() {
        return new PredictionWriter(schema, schemaId, carried, features.features());
    }
}
