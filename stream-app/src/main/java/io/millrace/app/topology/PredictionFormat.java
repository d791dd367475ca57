package io.millrace.app.topology;

import io.millrace.app.explain.Reason;
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

    /**
     * The form of predictions.
     *
     * @param schemaId under which the schema is registered
     * @param carried fields of the event that predictions carry
     */
    public PredictionFormat(Schema schema, int schemaId, List<String> carried, List<Feature> features) {
        this.schema = schema;
        this.schemaId = schemaId;
        this.carried = List.copyOf(carried);
        this.features = new FeatureValues(features);
        this.reasonSchema = reasonSchema(schema);
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

    void carry(GenericRecord event, GenericRecord prediction) {
        for (var field : carried) {
            prediction.put(field, event.get(field));
        }
    }

    /** @param event with all its features */
    void features(Event event, GenericData.Record prediction) {
        for (int i = 0; i < features.features().size(); i++) {
            prediction.put(features.features().get(i).name(), features.of(event, i));
        }
    }

    /** Writes why the score is what it is, where predictions say so. */
    void reasons(@Nullable List<Reason> reasons, GenericData.Record prediction) {
        var schema = reasonSchema;
        if (schema != null) {
            prediction.put(
                    PredictionSchema.REASONS,
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

    Schema schema() {
        return schema;
    }

    int schemaId() {
        return schemaId;
    }
}
