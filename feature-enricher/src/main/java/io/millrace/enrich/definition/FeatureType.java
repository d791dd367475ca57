package io.millrace.enrich.definition;

/** What a feature's numbers stand for. In a row every feature is a double; a missing one is NaN. */
public enum FeatureType {
    DOUBLE,
    /** Whole numbers: counts, and values of int and long fields. Exact up to 2^53. */
    LONG,
    /** 1.0 for true, 0.0 for false. */
    BOOLEAN
}
