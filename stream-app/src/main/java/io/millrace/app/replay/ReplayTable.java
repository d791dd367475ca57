package io.millrace.app.replay;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.FeatureValues;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The table a replay writes: the columns of the prediction schema that do not depend on when and by which process an event
 * was scored. Event id and time, carried fields and features; with a model also score and label.
 */
final class ReplayTable {
    private final Schema schema;
    private final int[] carried;
    private final FeatureValues features;
    private final double threshold;

    ReplayTable(Pipeline pipeline, boolean scored) {
        var wanted = new ArrayList<>(List.of(PredictionSchema.EVENT_ID, PredictionSchema.EVENT_TIME));
        wanted.addAll(pipeline.predictions().carry());
        wanted.addAll(pipeline.featureNames());
        if (scored) {
            wanted.addAll(List.of(PredictionSchema.SCORE, PredictionSchema.LABEL));
        }
        var all = pipeline.predictionSchema();
        this.schema = Schema.createRecord(
                "Replayed",
                "One event with its features.",
                all.getNamespace(),
                false,
                wanted.stream()
                        .map(all::getField)
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
        var event = pipeline.definitions().event().schema();
        this.carried = pipeline.predictions().carry().stream()
                .mapToInt(name -> event.getField(name).pos())
                .toArray();
        this.features = new FeatureValues(pipeline.plan().features());
        var model = pipeline.model();
        this.threshold = model == null ? Double.NaN : model.threshold();
    }

    Schema schema() {
        return schema;
    }

    GenericRecord features(Event event) {
        return filled(event);
    }

    GenericRecord scored(Event event, double score) {
        var row = filled(event);
        int column = schema.getFields().size() - 2;
        row.put(column, score);
        row.put(column + 1, score >= threshold);
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
        return row;
    }
}
