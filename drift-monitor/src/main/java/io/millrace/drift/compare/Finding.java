package io.millrace.drift.compare;

import org.jspecify.annotations.Nullable;

/**
 * The value of one statistic of one column.
 *
 * @param value null if it is unknown, which is never "no drift": there are too few rows, or numbers too great to
 *     compute with; may be infinite, never NaN
 */
public record Finding(Statistic statistic, @Nullable Double value) {}
