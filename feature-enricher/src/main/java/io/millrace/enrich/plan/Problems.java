package io.millrace.enrich.plan;

import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.expression.ExpressionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, so that checking goes on after one: a checked thing that is wrong is reported and comes back null. */
final class Problems {
    private static final Duration LONGEST = Duration.ofDays(36_525);
    private static final Set<Schema.Type> LABELS = EnumSet.of(
            Schema.Type.NULL,
            Schema.Type.BOOLEAN,
            Schema.Type.INT,
            Schema.Type.LONG,
            Schema.Type.FLOAT,
            Schema.Type.DOUBLE);

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

    /** An expression that may be a text, of a feature. */
    @Nullable
    Expression value(String path, ExpressionCompiler compiler, String source) {
        try {
            return compiler.compileValue(source);
        } catch (ExpressionException e) {
            e.problems().forEach(problem -> add(path, problem));
            return null;
        }
    }

    /** An expression that may be a text, of which only counts whether two are the same. */
    @Nullable
    Expression identity(String path, ExpressionCompiler compiler, String source) {
        try {
            return compiler.compileIdentity(source);
        } catch (ExpressionException e) {
            e.problems().forEach(problem -> add(path, problem));
            return null;
        }
    }

    /** A field that says what became of an event. */
    void label(String path, Schema schema, String name) {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            add(path, KeyField.unknown(schema, name));
            return;
        }
        boolean known = Stream.of(field.schema())
                .flatMap(type -> type.isUnion() ? type.getTypes().stream() : Stream.of(type))
                .allMatch(type -> type.getLogicalType() == null && LABELS.contains(type.getType()));
        if (!known) {
            add(path, "field '" + name + "' must be a boolean or a number");
        }
    }

    /** A field that holds a time, or null. */
    void timestamp(String path, Schema schema, String name) {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            add(path, KeyField.unknown(schema, name));
            return;
        }
        boolean known = Stream.of(field.schema())
                .flatMap(type -> type.isUnion() ? type.getTypes().stream() : Stream.of(type))
                .allMatch(type -> type.getType() == Schema.Type.NULL
                        || type.getLogicalType() instanceof LogicalTypes.TimestampMillis);
        if (!known) {
            add(path, "field '" + name + "' must be a timestamp-millis");
        }
    }

    @Nullable
    Expression condition(String path, ExpressionCompiler compiler, String source) {
        Expression expression = expression(path, compiler, source);
        if (expression != null && expression.type() != FeatureType.BOOLEAN) {
            add(
                    path,
                    "must be a condition, true or false, is a "
                            + expression.type().name().toLowerCase(Locale.ROOT));
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
}
