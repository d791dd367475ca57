package io.millrace.drift.quality;

import org.jspecify.annotations.Nullable;

/**
 * A measure's value, and by how much it may be off from what the rows themselves would give.
 *
 * @param value null if it is unknown
 * @param error in the measure's unit, not negative; 0 for what is exact up to rounding
 */
public record Figure(@Nullable Double value, double error) {
    /** Cannot be told from what there is. */
    public static final Figure UNKNOWN = new Figure(null, 0);

    /** Without an error; unknown if it is not a finite number. */
    static Figure exact(double value) {
        return within(value, 0);
    }

    /** A share of counts; unknown of none. */
    static Figure share(long part, long whole) {
        return share((double) part, whole);
    }

    /** A mean; unknown of none. */
    static Figure share(double sum, long count) {
        return count == 0 ? UNKNOWN : exact(sum / count);
    }

    static Figure within(double value, double error) {
        return Double.isFinite(value) && Double.isFinite(error) ? new Figure(value, error) : UNKNOWN;
    }
}
