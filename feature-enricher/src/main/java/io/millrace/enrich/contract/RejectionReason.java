package io.millrace.enrich.contract;

import java.util.Locale;

/** Why a record became a dead letter. */
public enum RejectionReason {
    /** No value where an event belongs. */
    NULL_VALUE,
    /** No key, though the pipeline says which field the topic is keyed by. */
    NULL_KEY,
    /** Key, value and headers are more than {@link Contract#MOST_BYTES} together. */
    TOO_LARGE,
    /** Not Confluent's wire format, or not what its own schema says. */
    MALFORMED,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** A schema that does not resolve to the pipeline's. */
    INCOMPATIBLE_SCHEMA,
    /** The id field is null or empty. */
    MISSING_ID,
    /** The record key is not the text of the key field: features of that key would be counted in two places. */
    KEY_MISMATCH,
    /** A rule of the pipeline file is broken, or could not be evaluated. */
    CONTRACT,
    /** The event time is before 1970. */
    NEGATIVE_TIME,
    /** The event time is further ahead of the clock than the skew. */
    FUTURE,
    /** The event time is further behind the newest event of its partition than the lateness. */
    LATE,
    /** The id was accepted before, within the time set. */
    DUPLICATE,
    /** The key has more events than the pipeline lets count. */
    RATE_EXCEEDED,
    /** The label of an outcome is null or not a number. */
    MISSING_LABEL,
    /** An outcome became known longer after its event than is allowed. */
    LATE_OUTCOME,
    /** The outcome of its event is known already. */
    DUPLICATE_OUTCOME,
    /** The event of an outcome has not come. */
    NO_EVENT,
    /** A feature has a value that the model must not see. */
    VALUE_REFUSED,
    /** The row lies further outside of what the reference profile knows than the pipeline lets a model see. */
    OUTLIER,
    /** The model threw. */
    MODEL_FAILED,
    /** The model's score is NaN or infinite. */
    SCORE_NOT_FINITE;

    /** As dead letters and metrics write it: {@code null-value}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where an event is rejected for this. */
    public Stage stage() {
        return switch (this) {
            case MISSING_LABEL, LATE_OUTCOME, DUPLICATE_OUTCOME, NO_EVENT -> Stage.OUTCOME;
            case VALUE_REFUSED, OUTLIER, MODEL_FAILED, SCORE_NOT_FINITE -> Stage.SCORE;
            default -> Stage.CONTRACT;
        };
    }
}
