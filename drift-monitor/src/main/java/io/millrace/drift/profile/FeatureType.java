package io.millrace.drift.profile;

/** What kind of number a feature is. In a row all three travel as {@code double}; a boolean is 0 or 1. */
public enum FeatureType {
    DOUBLE,
    LONG,
    BOOLEAN
}
