package io.millrace.app.judge;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads of predictions only what a contest is about, whatever columns they have. Immutable. */
final class PredictionForm {
    private static final List<String> COLUMNS = List.of(
            PredictionSchema.PREDICTION_ID,
            PredictionSchema.EVENT_ID,
            PredictionSchema.EVENT_TIME,
            PredictionSchema.MODEL_DIGEST,
            PredictionSchema.VARIANT,
            PredictionSchema.SCORE,
            PredictionSchema.LABEL,
            PredictionSchema.SCORED_AT,
            PredictionSchema.SCORING_MICROS);

    private final Schema schema;
    private final @Nullable String entity;

    PredictionForm(Pipeline pipeline) {
        var by = pipeline.rollout().by();
        var full = pipeline.predictionSchema();
        this.entity = by != null && pipeline.predictions().carry().contains(by) ? by : null;
        var columns = new ArrayList<>(COLUMNS);
        if (entity != null) {
            columns.add(entity);
        }
        this.schema = Schema.createRecord(
                full.getName(),
                full.getDoc(),
                full.getNamespace(),
                false,
                columns.stream()
                        .map(name -> new Schema.Field(name, full.getField(name).schema()))
                        .toList());
    }

    /** The reader schema of what is read. */
    Schema schema() {
        return schema;
    }

    Told read(GenericRecord prediction) {
        var by = entity == null ? null : prediction.get(entity);
        return new Told(
                prediction.get(PredictionSchema.PREDICTION_ID).toString(),
                prediction.get(PredictionSchema.EVENT_ID).toString(),
                by == null ? null : by.toString(),
                (long) prediction.get(PredictionSchema.EVENT_TIME),
                prediction.get(PredictionSchema.MODEL_DIGEST).toString(),
                prediction.get(PredictionSchema.VARIANT).toString(),
                (double) prediction.get(PredictionSchema.SCORE),
                (boolean) prediction.get(PredictionSchema.LABEL),
                (long) prediction.get(PredictionSchema.SCORED_AT),
                (long) prediction.get(PredictionSchema.SCORING_MICROS));
    }
}
