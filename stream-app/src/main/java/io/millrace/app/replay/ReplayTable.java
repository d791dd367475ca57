package io.millrace.app.replay;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.event.Event;
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
    private final Pipeline pipeline;

    ReplayTable(Pipeline pipeline, boolean scored) {
        this.pipeline = pipeline;
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
    }

    Schema schema() {
        return schema;
    }

    GenericRecord features(Event event) {
        var row = new GenericData.Record(schema);
        row.put(PredictionSchema.EVENT_ID, event.id());
        row.put(PredictionSchema.EVENT_TIME, event.timeMillis());
        for (var field : pipeline.predictions().carry()) {
            row.put(field, event.record().get(field));
        }
        var features = pipeline.plan().features();
        for (int i = 0; i < features.size(); i++) {
            row.put(features.get(i).name(), features.get(i).type().typed(event.row()[i]));
        }
        return row;
    }

    GenericRecord scored(Event event, double score, double threshold) {
        var row = features(event);
        row.put(PredictionSchema.SCORE, score);
        row.put(PredictionSchema.LABEL, score >= threshold);
        return row;
    }
}
