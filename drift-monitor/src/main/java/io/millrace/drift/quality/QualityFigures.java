package io.millrace.drift.quality;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a summary says.
 *
 * @param predictions that were made
 * @param pairs predictions of which the outcome is known
 * @param unusable pairs whose score cannot be measured; they count for no measure but precision, recall, F1 and accuracy, label coverage and delay
 * @param measures those of the kind of model, in the order of {@link Measure}
 * @param values sums by name
 * @param refusedValues numbers that were not added because they are none
 */
public record QualityFigures(
        long predictions,
        long pairs,
        long unusable,
        Map<Measure, Figure> measures,
        SortedMap<String, Double> values,
        long refusedValues) {
    /** Copies the maps. */
    public QualityFigures {
        var copy = new EnumMap<Measure, Figure>(Measure.class);
        copy.putAll(measures);
        measures = Collections.unmodifiableMap(copy);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The value of a measure; unknown, too, if models of this kind have none. */
    public Figure of(Measure measure) {
        return measures.getOrDefault(measure, Figure.UNKNOWN);
    }
}
