package io.millrace.schemas.prediction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro schema of one pipeline's predictions. Its columns, in order: {@link #PREDICTION_ID}, {@link #EVENT_ID}, {@link
 * #EVENT_TIME}; the event fields carried along, with their own schemas; the features, each null where it was missing;
 * {@link #SCORE} and the rest. Features may come and go between two versions of a pipeline: either version reads the
 * other's predictions. A carried field may too, if its schema has a default.
 */
public final class PredictionSchema {
    /** string: a function of the event's topic, partition and offset, so scoring twice yields the same id. */
    public static final String PREDICTION_ID = "prediction_id";

    /** string: the event's own id. */
    public static final String EVENT_ID = "event_id";

    /** timestamp-millis: the event's own time. */
    public static final String EVENT_TIME = "event_time";

    /** double: what the model said. */
    public static final String SCORE = "score";

    /** boolean: whether the score reached the threshold. */
    public static final String LABEL = "label";

    /** double: the threshold the label was decided by. */
    public static final String THRESHOLD = "threshold";

    /** string: name of the model that scored. */
    public static final String MODEL_NAME = "model_name";

    /** string: version of the model that scored. */
    public static final String MODEL_VERSION = "model_version";

    /** string: SHA-256 of the model file that scored, 64 lower-case hexadecimal digits. */
    public static final String MODEL_DIGEST = "model_digest";

    /** string: which of the variants on trial answered. */
    public static final String VARIANT = "variant";

    /** timestamp-millis: wall clock of the scoring. */
    public static final String SCORED_AT = "scored_at";

    /** long: how long the scoring took, in microseconds. */
    public static final String SCORING_MICROS = "scoring_micros";

    /**
     * null, or an array of records of {@link #REASON_FEATURE} and {@link #REASON_CONTRIBUTION}, the greatest first: there only where
     * a pipeline says why its scores are what they are.
     */
    public static final String REASONS = "reasons";

    /** string: the name of a feature. */
    public static final String REASON_FEATURE = "feature";

    /** double: what it added to the score. */
    public static final String REASON_CONTRIBUTION = "contribution";

    /**
     * null, or a double that is not negative: how far the row lies outside of what the reference profile knows. There only where a
     * pipeline asks for it.
     */
    public static final String OUTLIER_SCORE = "outlier_score";

    /** What not every pipeline's predictions have. */
    public enum Extra {
        /** A column {@link #REASONS}. */
        REASONS,
        /** A column {@link #OUTLIER_SCORE}. */
        OUTLIER_SCORE
    }

    private static final String NAMESPACE = "io.millrace.predictions";
    private static final Pattern PIPELINE_NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Set<String> RESERVED = Set.of(
            PREDICTION_ID,
            EVENT_ID,
            EVENT_TIME,
            SCORE,
            LABEL,
            THRESHOLD,
            MODEL_NAME,
            MODEL_VERSION,
            MODEL_DIGEST,
            VARIANT,
            SCORED_AT,
            SCORING_MICROS,
            REASONS,
            OUTLIER_SCORE);

    private PredictionSchema() {}

    /** Names that neither a feature nor a carried field may have. */
    public static Set<String> reservedNames() {
        return RESERVED;
    }

    /** The schema of predictions with nothing extra. */
    public static Schema of(String pipeline, List<Schema.Field> carried, List<PredictionField> features) {
        return of(pipeline, carried, features, Set.of());
    }

    /**
     * The schema of a pipeline's predictions.
     *
     * @param pipeline the pipeline's name: lower-case letters, digits and hyphens, beginning with a letter
     * @param carried fields of the event schema to copy into the prediction, in order
     * @param features in order
     * @param extras last, in the order in which they are declared; versions with and without them read each other's predictions
     * @return a record named after the pipeline, such as {@code io.millrace.predictions.transactions.Prediction}
     * @throws IllegalArgumentException with every problem: a name that is reserved, used twice or not allowed by Avro
     */
    public static Schema of(
            String pipeline, List<Schema.Field> carried, List<PredictionField> features, Set<Extra> extras) {
        requireDistinctNames(pipeline, carried, features);
        var fields = new ArrayList<Schema.Field>();
        fields.add(field(PREDICTION_ID, string(), "Unique per prediction; the same event always gets the same."));
        fields.add(field(EVENT_ID, string(), "The event's own id."));
        fields.add(field(EVENT_TIME, timestamp(), "The event's own time, milliseconds since 1970-01-01T00:00:00Z."));
        for (var field : carried) {
            fields.add(new Schema.Field(field, field.schema()));
        }
        for (var feature : features) {
            var type = Schema.createUnion(
                    Schema.create(Schema.Type.NULL),
                    Schema.create(feature.type().avro()));
            fields.add(new Schema.Field(
                    feature.name(), type, "Feature as it was scored; null if missing.", JsonProperties.NULL_VALUE));
        }
        fields.add(field(SCORE, Schema.create(Schema.Type.DOUBLE), "What the model said."));
        fields.add(field(LABEL, Schema.create(Schema.Type.BOOLEAN), "True if score is at or above threshold."));
        fields.add(field(THRESHOLD, Schema.create(Schema.Type.DOUBLE), "What the label was decided by."));
        fields.add(field(MODEL_NAME, string(), "Name of the model that scored."));
        fields.add(field(MODEL_VERSION, string(), "Version of the model that scored."));
        fields.add(field(MODEL_DIGEST, string(), "SHA-256 of the model file that scored, in hexadecimal."));
        fields.add(field(VARIANT, string(), "Which of the variants on trial answered."));
        fields.add(field(SCORED_AT, timestamp(), "Wall clock of scoring, milliseconds since 1970-01-01T00:00:00Z."));
        fields.add(field(SCORING_MICROS, Schema.create(Schema.Type.LONG), "Duration of scoring in microseconds."));
        var namespace = NAMESPACE + "." + pipeline.replace('-', '_');
        if (extras.contains(Extra.REASONS)) {
            fields.add(reasons(namespace));
        }
        if (extras.contains(Extra.OUTLIER_SCORE)) {
            fields.add(new Schema.Field(
                    OUTLIER_SCORE,
                    Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.DOUBLE)),
                    "How far the features lie outside of the reference profile, in robust standard deviations; null if nobody asked.",
                    JsonProperties.NULL_VALUE));
        }
        return Schema.createRecord(
                "Prediction",
                "What the model of pipeline " + pipeline + " said about one event, and from which features.",
                namespace,
                false,
                fields);
    }

    private static Schema.Field reasons(String namespace) {
        var reason = Schema.createRecord(
                "Reason",
                "A feature, and how it moved the score.",
                namespace,
                false,
                List.of(
                        field(REASON_FEATURE, string(), "Name of the feature."),
                        field(
                                REASON_CONTRIBUTION,
                                Schema.create(Schema.Type.DOUBLE),
                                "What it added to the score, or took from it; counted as the pipeline's model allows.")));
        return new Schema.Field(
                REASONS,
                Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.createArray(reason)),
                "The features that moved the score most, in that order; null where nobody asked.",
                JsonProperties.NULL_VALUE);
    }

    private static void requireDistinctNames(
            String pipeline, List<Schema.Field> carried, List<PredictionField> features) {
        var problems = new ArrayList<String>();
        if (!PIPELINE_NAME.matcher(pipeline).matches()) {
            problems.add("pipeline " + pipeline + ": must be lower-case letters, digits and hyphens");
        }
        var taken = new HashSet<>(RESERVED);
        for (var field : carried) {
            if (!taken.add(field.name())) {
                problems.add("carried field " + field.name() + ": the name is taken");
            }
        }
        for (var feature : features) {
            if (!taken.add(feature.name())) {
                problems.add("feature " + feature.name() + ": the name is taken");
            }
            if (!feature.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                problems.add("feature " + feature.name() + ": not a name that Avro allows");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static Schema.Field field(String name, Schema schema, String doc) {
        return new Schema.Field(name, schema, doc);
    }

    private static Schema string() {
        return Schema.create(Schema.Type.STRING);
    }

    private static Schema timestamp() {
        return LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    }
}
