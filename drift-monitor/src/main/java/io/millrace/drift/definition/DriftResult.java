package io.millrace.drift.definition;

import io.millrace.drift.stats.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * What one statistic says of one column. What cannot be known is null, which is not "no drift".
 *
 * @param definition by which the value was computed, bins and all
 * @param value the statistic; null if it is unknown; possibly +inf
 * @param pValue in [0, 1]; null if the statistic has none, or it is unknown
 * @param threshold what the value, or the p-value where it decides, is held against; null if there is none, or it is unknown
 * @param drifted null if unknown
 * @param bins how many bins or categories were compared; null if there are none
 * @param referenceSize values of the reference that counted, after cleaning
 * @param currentSize the same of the current ones
 * @param reason why something is unknown; null if nothing is
 */
public record DriftResult(
        Statistic statistic,
        String definition,
        @Nullable Double value,
        @Nullable Double pValue,
        @Nullable Double threshold,
        @Nullable Boolean drifted,
        @Nullable Integer bins,
        int referenceSize,
        int currentSize,
        @Nullable String reason) {

    static DriftResult unknown(
            Statistic statistic, String definition, int referenceSize, int currentSize, String reason) {
        return new DriftResult(statistic, definition, null, null, null, null, null, referenceSize, currentSize, reason);
    }
}
