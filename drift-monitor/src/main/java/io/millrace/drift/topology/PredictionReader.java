package io.millrace.drift.topology;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.Outlying;
import io.millrace.drift.window.Segment;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.NumberFields;
import io.millrace.schemas.wire.NumberRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a prediction what is watched: event time, model and variant, the profile's features, the score, and the fields that
 * statistics are split by. Its schema holds these columns alone, so the rest is skipped; and none has a default, so predictions
 * without one of the columns are rejected, not taken for rows in which everything is missing. The outlier score alone, which is read
 * where the profile has a limit to it, may be absent. Safe for concurrent use.
 */
final class PredictionReader {
    private static final List<String> ALWAYS = List.of(
            PredictionSchema.EVENT_TIME,
            PredictionSchema.MODEL_NAME,
            PredictionSchema.MODEL_VERSION,
            PredictionSchema.MODEL_DIGEST,
            PredictionSchema.VARIANT);
    private static final int EVENT_TIME = 0;
    private static final int MODEL_NAME = 1;
    private static final int MODEL_VERSION = 2;
    private static final int MODEL_DIGEST = 3;
    private static final int VARIANT = 4;
    private static final int FIRST_COLUMN = 5;

    private final Schema schema;
    private final int numbers;
    private final int texts;
    private final SplitBy by;
    private final String digest;
    private final double outlierLimit;

    PredictionReader(ReferenceProfile profile, SplitBy by) {
        var full = PredictionSchema.of(
                profile.pipeline(),
                by.fields(),
                Stream.concat(
                                profile.features().stream().map(PredictionReader::field),
                                profile.texts().stream()
                                        .map(text -> new PredictionField(text.name(), PredictionField.Type.TEXT)))
                        .toList(),
                Set.of(PredictionSchema.Extra.OUTLIER_SCORE));
        var names = Stream.of(
                        ALWAYS.stream(),
                        profile.features().stream().map(FeatureProfile::name),
                        Stream.of(PredictionSchema.SCORE),
                        profile.texts().stream().map(TextProfile::name),
                        by.fields().stream().map(Schema.Field::name))
                .flatMap(name -> name);
        var fields = new ArrayList<>(
                names.map(name -> new Schema.Field(name, full.getField(name).schema()))
                        .toList());
        this.outlierLimit = profile.outlierLimit();
        if (!Double.isNaN(outlierLimit)) {
            var field = full.getField(PredictionSchema.OUTLIER_SCORE);
            fields.add(new Schema.Field(field, field.schema()));
        }
        this.schema = Schema.createRecord(full.getName(), full.getDoc(), full.getNamespace(), false, fields);
        this.numbers = profile.columns().size();
        this.texts = profile.texts().size();
        this.by = by;
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

    /** A decoder of the records given to the other methods, with the columns as doubles; one per thread. */
    AvroDecoder decoder(SchemaRegistry registry) {
        return AvroDecoder.ofNumbers(registry, schema, new NumberFields(FIRST_COLUMN, numbers));
    }

    /** What is counted of a record that {@link #decoder} has read. */
    Observation observation(NumberRecord prediction) {
        var model = new ProfiledModel(
                text(prediction, MODEL_NAME), text(prediction, MODEL_VERSION), text(prediction, MODEL_DIGEST));
        var words = new ArrayList<@Nullable String>();
        for (int i = 0; i < texts; i++) {
            var word = prediction.get(FIRST_COLUMN + numbers + i);
            words.add(word == null ? null : word.toString());
        }
        return new Observation(
                eventTimeMillis(prediction),
                prediction.numbers(),
                words,
                model,
                digest.equals(model.sha256()),
                segments(prediction),
                outlying(prediction));
    }

    private Outlying outlying(GenericRecord prediction) {
        if (Double.isNaN(outlierLimit)) {
            return Outlying.UNKNOWN;
        }
        var score = prediction.get(FIRST_COLUMN + numbers + texts + by.fields().size());
        return Outlying.of(score instanceof Double said ? said : Double.NaN, outlierLimit);
    }

    private List<Segment> segments(GenericRecord prediction) {
        return by.segments(
                text(prediction, MODEL_VERSION),
                text(prediction, VARIANT),
                i -> prediction.get(FIRST_COLUMN + numbers + texts + i));
    }

    private static long eventTimeMillis(GenericRecord prediction) {
        return (long) prediction.get(EVENT_TIME);
    }

    private static String text(GenericRecord prediction, int column) {
        return prediction.get(column).toString();
    }
}
