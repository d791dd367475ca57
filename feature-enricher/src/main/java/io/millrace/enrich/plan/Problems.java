package io.millrace.enrich.plan;

import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.expression.ExpressionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, so that checking goes on after one: a checked thing that is wrong is reported and comes back null. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(String path, @Nullable String message) {
        found.add(new Problem(path, String.valueOf(message)));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new DefinitionException(found);
        }
    }

    @Nullable
    KeyField keyField(String path, Schema schema, String name) {
        try {
            return KeyField.of(schema, name);
        } catch (IllegalArgumentException e) {
            add(path, e.getMessage());
            return null;
        }
    }

    @Nullable
    Expression expression(String path, ExpressionCompiler compiler, String source) {
        try {
            return compiler.compile(source);
        } catch (ExpressionException e) {
            e.problems().forEach(problem -> add(path, problem));
            return null;
        }
    }

    @Nullable
    Expression condition(String path, ExpressionCompiler compiler, String source) {
        Expression expression = expression(path, compiler, source);
        if (expression != null && expression.type() != FeatureType.BOOLEAN) {
            add(path, "must be a condition, true or false, is a " + expression.type());
            return null;
        }
        return expression;
    }

    @Nullable
    AggregateCall aggregate(String path, String source) {
        try {
            return AggregateCall.parse(source);
        } catch (IllegalArgumentException e) {
            add(path, e.getMessage());
            return null;
        }
    }

    /** Milliseconds; 0 where it is reported. */
    long notNegative(String path, Duration duration) {
        if (duration.isNegative()) {
            add(path, "must not be negative, was " + duration);
            return 0;
        }
        return millis(path, duration);
    }

    /** Milliseconds; 1 where it is reported. */
    long positive(String path, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            add(path, "must be longer than zero, was " + duration);
            return 1;
        }
        return Math.max(1, millis(path, duration));
    }

    private long millis(String path, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            add(path, "must be at most " + LONGEST.toDays() + " days");
            return 0;
        }
        if (duration.toNanosPart() % 1_000_000 != 0) {
            add(path, "must be whole milliseconds, was " + duration);
        }
        return duration.toMillis();
    }

    private static final Duration LONGEST = Duration.ofDays(36_525);
}
