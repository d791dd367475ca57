package io.millrace.drift.stats;

/**
 * What a statistical test says.
 *
 * @param statistic not negative, possibly +inf
 * @param pValue how probable a statistic as large as this one is without drift, in [0, 1]
 */
public record TestResult(double statistic, double pValue) {}
