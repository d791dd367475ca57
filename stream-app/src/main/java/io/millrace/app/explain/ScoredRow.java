package io.millrace.app.explain;

import org.jspecify.annotations.Nullable;

/**
 * A row as the model saw it, and what it answered.
 *
 * @param numbers the features in the pipeline's order, NaN where missing; not changed
 * @param texts those that are texts, in their order; not changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record ScoredRow(double[] numbers, @Nullable String[] texts, double score) {}
