package io.millrace.enrich.plan;

import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.Facts;
import org.jspecify.annotations.Nullable;

/**
 * One value of every entry of a history.
 *
 * @param value null for 1, where only the condition matters
 * @param condition only where it is true there is a value; null for always
 */
record EntryColumn(@Nullable Expression value, @Nullable Expression condition) {
    double of(Facts facts) {
        boolean counts = condition == null || condition.evaluate(facts) == 1.0; // NaN, that is unknown, is not true
        if (!counts) {
            return Double.NaN;
        }
        return value == null ? 1.0 : value.evaluate(facts);
    }
}
