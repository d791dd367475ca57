package io.millrace.app.replay;

import io.millrace.app.explain.Reason;
import io.millrace.app.model.OutlierWatch;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.FeatureValues;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The table a replay writes: the columns of the prediction schema that do not depend on when and by which process an event
 * was scored. Event id and time, carried fields and features; with a model also score and label, how far the row lies outside of the
 * profile if the pipeline asks, and reasons if it gives some, in two columns each; last, where it is asked for, what became of the event, and since when that is known.
 */
final class ReplayTable {
    private final Schema schema;
    private final int[] carried;
    private final FeatureValues features;
    private final double threshold;
    private final int score;
    private final @Nullable OutlierWatch outliers;
    private final @Nullable Truths truths;

    /** Without what became of the events. */
    ReplayTable(Pipeline pipeline, boolean scored) {
        this(pipeline, scored, null);
    }

    /** @param truths what became of the events; null if nobody asks */
    ReplayTable(Pipeline pipeline, boolean scored, @Nullable Truths truths) {
        var wanted = new ArrayList<>(List.of(PredictionSchema.EVENT_ID, PredictionSchema.EVENT_TIME));
        wanted.addAll(pipeline.predictions().carry());
        wanted.addAll(pipeline.featureNames());
        if (scored) {
            wanted.addAll(List.of(PredictionSchema.SCORE, PredictionSchema.LABEL));
        }
        var all = pipeline.predictionSchema();
        var fields = new ArrayList<>(wanted.stream()
                .map(all::getField)
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        this.score = fields.size() - 2;
        var model = pipeline.model();
        this.outliers = scored && model != null ? model.outliers() : null;
        if (outliers != null) {
            var field = all.getField(PredictionSchema.OUTLIER_SCORE);
            fields.add(new Schema.Field(field, field.schema()));
        }
        if (scored) {
            fields.addAll(reasons(pipeline.predictions().reasonColumns()));
        }
        if (truths != null) {
            fields.addAll(truths.columns());
        }
        this.truths = truths;
        this.schema =
                Schema.createRecord("Replayed", "One event with its features.", all.getNamespace(), false, fields);
        var event = pipeline.definitions().event().schema();
        this.carried = pipeline.predictions().carry().stream()
                .mapToInt(name -> event.getField(name).pos())
                .toArray();
        this.features = new FeatureValues(pipeline.plan().features());
        this.threshold = model == null ? Double.NaN : model.threshold();
    }

    /** @param columns by turns the feature and its contribution */
    private static List<Schema.Field> reasons(List<String> columns) {
        var fields = new ArrayList<Schema.Field>();
        for (int i = 0; i < columns.size(); i++) {
            var type = Schema.create(i % 2 == 0 ? Schema.Type.STRING : Schema.Type.DOUBLE);
            fields.add(new Schema.Field(
                    columns.get(i),
                    Schema.createUnion(Schema.create(Schema.Type.NULL), type),
                    i % 2 == 0 ? "A feature that moved the score." : "What it added to the score.",
                    JsonProperties.NULL_VALUE));
        }
        return fields;
    }

    Schema schema() {
        return schema;
    }

    GenericRecord features(Event event) {
        return filled(event);
    }

    GenericRecord scored(Arrival.Scored scored) {
        var row = filled(scored.event());
        row.put(score, scored.score());
        row.put(score + 1, scored.score() >= threshold);
        int column = score + 2;
        if (outliers != null) {
            row.put(column++, outliers.of(scored.event().row()));
        }
        @Nullable List<Reason> reasons = scored.reasons();
        for (var reason : reasons == null ? List.<Reason>of() : reasons) {
            row.put(column++, reason.feature());
            row.put(column++, reason.contribution());
        }
        return row;
    }

    private GenericData.Record filled(Event event) {
        var row = new GenericData.Record(schema);
        int column = 0;
        row.put(column++, event.id());
        row.put(column++, event.timeMillis());
        for (int field : carried) {
            row.put(column++, event.record().get(field));
        }
        for (int i = 0; i < features.features().size(); i++) {
            row.put(column++, features.of(event, i));
        }
        var truth = truths == null ? null : truths.of(event);
        if (truth != null) {
            row.put(Truths.OUTCOME, truth.label());
            row.put(Truths.OUTCOME_TIME, truth.knownMillis());
        }
        return row;
    }
}
