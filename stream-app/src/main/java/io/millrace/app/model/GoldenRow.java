package io.millrace.app.model;

import java.util.List;

/**
 * A row whose score is known from training. A model that gives another score here is not the model that was trained.
 *
 * @param row features in tensor order; NaN is a missing feature
 * @param score finite
 */
public record GoldenRow(List<Double> row, double score) {
    public GoldenRow {
        row = List.copyOf(row);
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("a golden score must be finite, was " + score);
        }
    }
}
