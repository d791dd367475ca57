package io.millrace.benchmarks.measure;

import java.util.Locale;

/** How measured numbers are written for people: three digits, or all that stand before the point. */
final class Numbers {
    private static final double THREE_DIGITS_BEFORE_THE_POINT = 100;
    private static final double TWO_DIGITS_BEFORE_THE_POINT = 10;

    private Numbers() {}

    static String text(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= THREE_DIGITS_BEFORE_THE_POINT) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, magnitude >= TWO_DIGITS_BEFORE_THE_POINT ? "%.1f" : "%.2f", value);
    }
}
