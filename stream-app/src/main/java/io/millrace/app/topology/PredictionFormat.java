package io.millrace.app.topology;

import io.millrace.enrich.definition.Feature;
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
    private final List<Feature> features;
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
        this.features = List.copyOf(features);
        this.model = model;
    }

    void carry(GenericRecord event, GenericRecord prediction) {
        for (var field : carried) {
            prediction.put(field, event.get(field));
        }
    }

    /** @param row one value per feature, in the pipeline's order; NaN is missing */
    void features(double[] row, GenericData.Record prediction) {
        for (int i = 0; i < row.length; i++) {
            var feature = features.get(i);
            prediction.put(feature.name(), feature.type().typed(row[i]));
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
