package io.millrace.drift.topology;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a prediction what is watched: event time, model version and digest, the profile's features and the score. Its schema
 * holds these columns alone, so the rest is skipped; and none has a default, so predictions without one of the columns
 * are rejected, not taken for rows in which everything is missing. Safe for concurrent use.
 */
final class PredictionReader {
    private static final int EVENT_TIME = 0;
    private static final int MODEL_VERSION = 1;
    private static final int MODEL_DIGEST = 2;
    private static final int FIRST_COLUMN = 3;

    private final Schema schema;
    private final int columns;
    private final String digest;

    PredictionReader(ReferenceProfile profile) {
        var full = PredictionSchema.of(
                profile.pipeline(),
                List.of(),
                profile.features().stream().map(PredictionReader::field).toList());
        var features = profile.features().stream().map(FeatureProfile::name);
        var names = Stream.of(
                        Stream.of(
                                PredictionSchema.EVENT_TIME,
                                PredictionSchema.MODEL_VERSION,
                                PredictionSchema.MODEL_DIGEST),
                        features,
                        Stream.of(PredictionSchema.SCORE))
                .flatMap(name -> name);
        this.schema = Schema.createRecord(
                full.getName(),
                full.getDoc(),
                full.getNamespace(),
                false,
                names.map(name -> new Schema.Field(name, full.getField(name).schema()))
                        .toList());
        this.columns = profile.columns().size();
        this.digest = profile.model().sha256();
    }

    private static PredictionField field(FeatureProfile feature) {
        return new PredictionField(
                feature.name(),
                switch (feature.type()) {
                    case DOUBLE -> PredictionField.Type.DOUBLE;
                    case LONG -> PredictionField.Type.LONG;
                    case BOOLEAN -> PredictionField.Type.BOOLEAN;
                });
    }

    /** The reader schema of the records given to the other methods. */
    Schema schema() {
        return schema;
    }

    long eventTimeMillis(GenericRecord prediction) {
        return (long) prediction.get(EVENT_TIME);
    }

    String modelVersion(GenericRecord prediction) {
        return prediction.get(MODEL_VERSION).toString();
    }

    /** Whether it was made by the model that the profile's scores are of. */
    boolean isByProfiledModel(GenericRecord prediction) {
        return digest.contentEquals((CharSequence) prediction.get(MODEL_DIGEST));
    }

    /** The profile's features in their order, then the score; NaN where missing. */
    double[] row(GenericRecord prediction) {
        double[] row = new double[columns];
        for (int i = 0; i < columns; i++) {
            row[i] = number(prediction.get(FIRST_COLUMN + i));
        }
        return row;
    }

    private static double number(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
    }
}
