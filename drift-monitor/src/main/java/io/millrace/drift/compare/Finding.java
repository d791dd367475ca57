package io.millrace.drift.compare;

import io.millrace.drift.stats.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * The value of one statistic of one column.
 *
 * @param value null if it is unknown, which is never "no drift"; may be infinite, never NaN
 * @param pValue how probable rows of the reference's own distribution are to differ as much, were they independent of each
 *     other, in [0, 1]; null if it is unknown, or the statistic has none
 * @param reason why the value is unknown; null if it is known
 */
public record Finding(
        Statistic statistic,
        @Nullable Double value,
        @Nullable Double pValue,
        @Nullable String reason) {
    /** A value that is not known. */
    public static Finding unknown(Statistic statistic, String reason) {
        return new Finding(statistic, null, null, reason);
    }
}
