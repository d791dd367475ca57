package io.millrace.enrich.definition;

import org.jspecify.annotations.Nullable;

/** What a feature's values are. In a row every feature but a text is a double; a missing one is NaN. */
public enum FeatureType {
    DOUBLE,
    /** Whole numbers: counts, and values of int and long fields. Exact up to 2^53. */
    LONG,
    /** 1.0 for true, 0.0 for false. */
    BOOLEAN,
    /** Kept beside the row's numbers; in the row itself it is NaN. */
    TEXT;

    /** What a number of a row stands for: a Double, a Long or a Boolean; null where it is missing, and for a text. */
    public @Nullable Object typed(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return switch (this) {
            case DOUBLE -> (Object) value;
            case LONG -> (Object) (long) value;
            case BOOLEAN -> (Object) (value != 0);
            case TEXT -> null;
        };
    }
}
