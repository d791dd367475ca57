package io.millrace.enrich.expression;

import io.millrace.enrich.expression.Part.Real;
import io.millrace.enrich.expression.Part.Text;
import io.millrace.enrich.expression.Part.Truth;
import io.millrace.enrich.expression.Part.Whole;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is evaluated without CEL's runtime, to the same result. Immutable, safe for concurrent use.
 *
 * @param number as {@link Expression#evaluate} has it, but for nulls and errors
 * @param text as {@link Expression#text} has it, but for nulls and errors; null where the result is no text
 */
record DirectProgram(Real number, @Nullable Text text) {
    /** Empty for a timestamp, which is nobody's result. */
    static Optional<DirectProgram> of(Part result) {
        if (result instanceof Truth truth) {
            return Optional.of(new DirectProgram(reading -> truth.of(reading) ? 1.0 : 0.0, null));
        }
        if (result instanceof Whole whole) {
            return Optional.of(new DirectProgram(whole::of, null));
        }
        if (result instanceof Text text) {
            return Optional.of(new DirectProgram(reading -> TextHash.of(text.of(reading)), text));
        }
        return result instanceof Real real ? Optional.of(new DirectProgram(real, null)) : Optional.empty();
    }

    /** NaN where it reads a null or fails. */
    double evaluate(Facts facts) {
        var reading = new Reading(facts);
        try {
            double result = number.of(reading);
            return reading.readNull() ? Double.NaN : result;
        } catch (ArithmeticException | ClassCastException e) {
            return Double.NaN;
        }
    }

    /** Null where it reads a null, fails or is no text. */
    @Nullable
    String text(Facts facts) {
        if (text == null) {
            return null;
        }
        var reading = new Reading(facts);
        try {
            String result = text.of(reading);
            return reading.readNull() ? null : result;
        } catch (ArithmeticException | ClassCastException e) {
            return null;
        }
    }
}
