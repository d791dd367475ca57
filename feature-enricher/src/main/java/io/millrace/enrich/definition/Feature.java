package io.millrace.enrich.definition;

/**
 * One column of the feature row.
 *
 * @param name unique in its pipeline; letters, digits and underscores
 */
public record Feature(String name, FeatureType type) {}
