package io.millrace.drift.topology;

import io.millrace.drift.stats.Statistic;
import io.millrace.schemas.drift.DriftBin;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a test's value comes from, in a number that everybody knows: the mean, a share.
 *
 * @param measure which; null if there is nothing as simple
 * @param reference of the reference; null if it has none
 * @param current of the window; null if it has none
 */
record Movement(
        @Nullable String measure,
        @Nullable Double reference,
        @Nullable Double current) {
    private static final Movement NONE = new Movement(null, null, null);

    static Movement of(DriftStatistic statistic, DriftTest test) {
        var value = test.getValue();
        if (value == null) {
            return NONE;
        }
        if (test.getName().equals(Statistic.MISSING_SHARE.code())) {
            double share = (double) statistic.getCurrentMissing() / statistic.getCurrentCount();
            return new Movement("share of missing values", share - value, share);
        }
        if (test.getName().equals(Statistic.OUT_OF_RANGE_SHARE.code())) {
            return new Movement("share of values out of range", 0.0, value);
        }
        var bins = statistic.getDistribution();
        if (test.getName().equals(Statistic.NEW_CATEGORIES.code())) {
            var others = bins.get(bins.size() - 1);
            return new Movement("share of new values", others.getReferenceShare(), others.getCurrentShare());
        }
        if (statistic.getReferenceMean() != null) {
            return new Movement("mean", statistic.getReferenceMean(), statistic.getCurrentMean());
        }
        return bins.stream()
                .max(Comparator.comparingDouble(Movement::apart))
                .map(bin -> new Movement("share of " + bin.getLabel(), bin.getReferenceShare(), bin.getCurrentShare()))
                .orElse(NONE);
    }

    private static double apart(DriftBin bin) {
        var reference = bin.getReferenceShare();
        var current = bin.getCurrentShare();
        return reference == null || current == null ? 0 : Math.abs(reference - current);
    }

    /** For a sentence; empty if there is nothing to say. */
    String told() {
        return measure == null || reference == null || current == null
                ? ""
                : String.format(Locale.ROOT, ": %s %.4g, in the reference %.4g", measure, current, reference);
    }
}
