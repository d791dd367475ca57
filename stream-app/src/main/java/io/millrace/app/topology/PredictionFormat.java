package io.millrace.app.topology;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.FeatureValues;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * How the predictions of one pipeline and model are written: the schema with its registered id, and what is the same in
 * every record. Immutable and thread-safe.
 */
public final class PredictionFormat {
    /** The variant of a prediction made by the model in charge. */
    public static final String CHAMPION = "champion";

    private final Schema schema;
    private final int schemaId;
    private final List<String> carried;
    private final FeatureValues features;
    private final Model model;

    /**
     * What every prediction says of the model that made it.
     *
     * @param threshold scores at or above it are labelled true; in (0, 1) for probabilities
     * @param digest    SHA-256 of the model file, lower-case hexadecimal
     */
    public record Model(String name, String version, String digest, double threshold) {}

    public PredictionFormat(Schema schema, int schemaId, List<String> carried, List<Feature> features, Model model) {
        this.schema = schema;
        this.schemaId = schemaId;
        this.carried = List.copyOf(carried);
        this.features = new FeatureValues(features);
        this.model = model;
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

    Schema schema() {
        return schema;
    }

    int schemaId() {
        return schemaId;
    }

    double threshold() {
        return model.threshold();
    }

    String modelName() {
        return model.name();
    }

    String modelVersion() {
        return model.version();
    }

    String modelDigest() {
        return model.digest();
    }
}
