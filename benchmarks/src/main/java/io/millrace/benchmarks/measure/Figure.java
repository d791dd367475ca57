package io.millrace.benchmarks.measure;

import org.jspecify.annotations.Nullable;

/**
 * One line of a report.
 *
 * @param unit {@code events/s}, {@code bytes}; {@link #RATIO} for a quotient of two others
 * @param goal null where nothing particular is wanted
 */
public record Figure(
        String name,
        String unit,
        Distribution values,
        @Nullable Goal goal) {
    public static final String RATIO = "ratio";

    public Figure(String name, String unit, Distribution values) {
        this(name, unit, values, null);
    }
}
