package io.millrace.app.report;

import java.util.List;

/**
 * The distributions of one column on both sides, in the same bars.
 *
 * @param bars from the least to the greatest number, or from the most frequent category of the reference to the least
 * @param referenceMissing share of the reference's rows without a value, in [0, 1]; NaN if there are no rows
 * @param currentMissing the same of the current rows
 */
public record Histogram(List<Bar> bars, double referenceMissing, double currentMissing) {
    /**
     * What is in one bar.
     *
     * @param label its range or category
     * @param reference share of the reference's values, in [0, 1]; NaN if there are none
     * @param current the same of the current values
     */
    public record Bar(String label, double reference, double current) {}

    public Histogram {
        bars = List.copyOf(bars);
    }
}
