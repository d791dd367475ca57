package io.millrace.enrich.definition;

import org.jspecify.annotations.Nullable;

/** What a feature's numbers stand for. In a row every feature is a double; a missing one is NaN. */
public enum FeatureType {
    DOUBLE,
    /** Whole numbers: counts, and values of int and long fields. Exact up to 2^53. */
    LONG,
    /** 1.0 for true, 0.0 for false. */
    BOOLEAN;

    /** What a number of a row stands for: a Double, a Long or a Boolean; null where it is missing. */
    public @Nullable Object typed(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return switch (this) {
            case DOUBLE -> (Object) value;
            case LONG -> (Object) (long) value;
            case BOOLEAN -> (Object) (value != 0);
        };
    }
}
