package io.millrace.enrich.plan;

import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Measure;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one aggregate reads, compiled.
 *
 * @param value null where entries are only counted
 * @param other y of {@code ratio(x, y)}, null elsewhere
 */
record AggregateOperands(
        AggregateCall call,
        AggregateGroup group,
        @Nullable Expression value,
        @Nullable Expression other) {

    /** Null where something is wrong, which is then reported. */
    static @Nullable AggregateOperands of(
            String path, AggregateCall call, AggregateGroup group, ExpressionCompiler expressions, Problems problems) {
        Expression value = null;
        Expression other = null;
        if (call.hasArgument()) {
            value = call.aggregate() == Aggregate.DISTINCT
                    ? problems.identity(path, expressions, call.argument())
                    : problems.expression(path, expressions, call.argument());
        }
        if (!call.other().isEmpty()) {
            other = problems.expression(path, expressions, call.other());
        }
        boolean broken = group.broken()
                || (call.hasArgument() && value == null)
                || (!call.other().isEmpty() && other == null);
        return broken ? null : new AggregateOperands(call, group, value, other);
    }

    /** Everything that is read. */
    List<Expression> expressions() {
        return Stream.of(value, other, group.condition())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    boolean readsLabel() {
        return expressions().stream().anyMatch(Expression::readsLabel);
    }

    /** What is measured of a window, with the columns it needs of the history. */
    Measure measureIn(HistoryDraft history) {
        return switch (call.aggregate()) {
            case COUNT, TIME_SINCE_LAST -> new Measure(call.aggregate(), conditionIn(history));
            case RATIO ->
                new Measure(
                        call.aggregate(),
                        columnIn(history, call.argument(), value),
                        columnIn(history, call.other(), other),
                        0);
            case LAG ->
                new Measure(
                        call.aggregate(),
                        history.column(call.argument(), value, "", null, Set.of(), 0),
                        conditionIn(history),
                        call.parameter());
            default ->
                new Measure(
                        call.aggregate(), columnIn(history, call.argument(), value), Measure.NONE, call.parameter());
        };
    }

    private int columnIn(HistoryDraft history, String source, @Nullable Expression expression) {
        return history.column(
                source,
                Objects.requireNonNull(expression),
                group.where(),
                group.condition(),
                call.aggregate().needs(),
                call.halfLifeMillis());
    }

    /** A column that says which entries meet the condition; none where all do. */
    private int conditionIn(HistoryDraft history) {
        return group.condition() == null
                ? Measure.NONE
                : history.column(
                        "",
                        null,
                        group.where(),
                        group.condition(),
                        call.aggregate().needs(),
                        0);
    }
}
