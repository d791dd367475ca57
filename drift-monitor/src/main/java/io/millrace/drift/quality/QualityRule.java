package io.millrace.drift.quality;

import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one window's figures mean for {@link AlertRule}, measure by measure: bad is {@link Verdict#DRIFTED}, good {@link Verdict#CALM}. With too
 * few rows, on either side of a relative limit, a measure is unknown. Immutable.
 *
 * @param limits at most one for each measure
 * @param minPairs so many usable pairs a measure needs, and label coverage so many predictions; at least 1
 */
public record QualityRule(List<QualityLimit> limits, long minPairs) {
    /** Refuses impossible values with an IllegalArgumentException. */
    public QualityRule {
        limits = List.copyOf(limits);
        var measures = EnumSet.noneOf(Measure.class);
        for (var limit : limits) {
            if (!measures.add(limit.measure())) {
                throw new IllegalArgumentException(
                        "two limits for " + limit.measure().key());
            }
        }
        if (minPairs < 1) {
            throw new IllegalArgumentException("the minimum of pairs must be at least 1, was " + minPairs);
        }
    }

    /**
     * Judges a window.
     *
     * @param reference what relative limits are relative to: figures of a reference, or of the first windows merged; null while there are none
     * @return a verdict for each measure with a limit
     */
    public Map<Measure, Verdict> verdicts(QualityFigures current, @Nullable QualityFigures reference) {
        var verdicts = new EnumMap<Measure, Verdict>(Measure.class);
        for (var limit : limits) {
            verdicts.put(
                    limit.measure(),
                    limit.of(
                            enough(limit.measure(), current),
                            reference == null ? null : enough(limit.measure(), reference)));
        }
        return Collections.unmodifiableMap(verdicts);
    }

    private Figure enough(Measure measure, QualityFigures figures) {
        long rows = measure == Measure.LABEL_COVERAGE ? figures.predictions() : figures.pairs() - figures.unusable();
        return rows >= minPairs ? figures.of(measure) : Figure.UNKNOWN;
    }
}
