package io.millrace.app.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model may see of one feature.
 *
 * @param missing what becomes of a value that is missing; in a row that is NaN, so a NaN is missing
 * @param infinite what becomes of a number that is infinite, or would be in the 32 bits of most models' inputs
 * @param outside what becomes of a finite number that is not expected
 * @param expected the numbers that are; null if all are
 */
public record ValueRule(
        Treatment missing,
        Treatment infinite,
        Treatment outside,
        @Nullable Expected expected) {
    /** A missing value may mean something to a model; an infinite one never does. */
    public static final ValueRule DEFAULT = new ValueRule(Treatment.PASS, Treatment.REFUSE, Treatment.PASS, null);

    /** Numbers that a feature had when its model was made. */
    public sealed interface Expected {
        boolean has(double value);

        /** All from the smallest to the largest, both included. */
        record Range(double min, double max) implements Expected {
            @Override
            public boolean has(double value) {
                return value >= min && value <= max;
            }

            @Override
            public String toString() {
                return "[" + min + ", " + max + "]";
            }
        }

        /** These alone. */
        record OneOf(List<Double> values) implements Expected {
            public OneOf {
                values = List.copyOf(values);
            }

            @Override
            public boolean has(double value) {
                for (double expected : values) {
                    if (expected == value) { // 0.0 and -0.0 are one value
                        return true;
                    }
                }
                return false;
            }

            @Override
            public String toString() {
                return values.toString();
            }
        }
    }

    /** Every number from here to {@link #greatestUsual} passes, both included; there may be others. */
    double leastUsual() {
        if (!mindsOutside()) {
            return infinite == Treatment.PASS ? Double.NEGATIVE_INFINITY : -Float.MAX_VALUE;
        }
        return expected instanceof Expected.Range range ? Math.max(range.min(), -Float.MAX_VALUE) : Double.NaN;
    }

    /** See {@link #leastUsual}. */
    double greatestUsual() {
        if (!mindsOutside()) {
            return infinite == Treatment.PASS ? Double.POSITIVE_INFINITY : Float.MAX_VALUE;
        }
        return expected instanceof Expected.Range range ? Math.min(range.max(), Float.MAX_VALUE) : Double.NaN;
    }

    /** Whether every number passes that is finite in 32 bits, and a missing one. */
    boolean mindsOnlyInfinite() {
        return missing == Treatment.PASS && infinite != Treatment.PASS && !mindsOutside();
    }

    private boolean mindsOutside() {
        return outside != Treatment.PASS && expected != null;
    }

    /** Whether there is nothing that the model may not see. */
    boolean passesAll() {
        return missing == Treatment.PASS && infinite == Treatment.PASS && !mindsOutside();
    }
}
