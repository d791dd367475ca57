package io.millrace.app.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row whose score is known from training. A model that gives another score here is not the model that was trained.
 *
 * @param row features in the manifest's order; NaN is a missing one, and one that is a text
 * @param texts those that are texts, by their place in the row, from 0
 * @param score finite
 */
public record GoldenRow(List<Double> row, Map<Integer, String> texts, double score) {
    public GoldenRow {
        row = List.copyOf(row);
        texts = Collections.unmodifiableMap(new TreeMap<>(texts));
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("a golden score must be finite, was " + score);
        }
    }

    /** A row of numbers alone. */
    public GoldenRow(List<Double> row, double score) {
        this(row, Map.of(), score);
    }

    /** The numbers, as a scorer takes them. */
    double[] numbers() {
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The texts, as a scorer takes them: as many as there are features, null for a number. */
    @Nullable
    String[] textsByFeature() {
        var all = new @Nullable String[row.size()];
        texts.forEach((feature, text) -> all[feature] = text);
        return all;
    }
}
