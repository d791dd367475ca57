package io.millrace.enrich.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.expression.Part.Real;
import io.millrace.enrich.expression.Part.Text;
import io.millrace.enrich.expression.Part.Time;
import io.millrace.enrich.expression.Part.Truth;
import io.millrace.enrich.expression.Part.Whole;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles what most expressions consist of (fields, constants, operators, functions of time) to {@link Part}s, because CEL's
 * runtime, which puts every value into a box and looks every field up by its name, is the dearest step of a record's path.
 * CEL still parses and type-checks, and says what the result is: an expression with anything else in it is left to it whole.
 */
final class DirectCompiler {
    private final CelAbstractSyntaxTree checked;
    private final Map<String, Variable> variables;

    /** @param variables by the names that the expression was type-checked with */
    DirectCompiler(CelAbstractSyntaxTree checked, Map<String, Variable> variables) {
        this.checked = checked;
        this.variables = variables;
    }

    /** Empty where the expression is left to CEL. */
    Optional<DirectProgram> compile() {
        return part(checked.getExpr()).flatMap(DirectProgram::of);
    }

    private Optional<Part> part(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> Optional.ofNullable(constant(expression.constant()));
            case IDENT ->
                Optional.ofNullable(checked.getReferenceMap().get(expression.id()))
                        .map(use -> variables.get(use.name()))
                        .map(DirectCompiler::field);
            case CALL -> call(expression.call());
            default -> Optional.empty();
        };
    }

    private static @Nullable Part constant(CelConstant constant) {
        switch (constant.getKind()) {
            case BOOLEAN_VALUE -> {
                boolean value = constant.booleanValue();
                return (Truth) reading -> value;
            }
            case INT64_VALUE -> {
                long value = constant.int64Value();
                return (Whole) reading -> value;
            }
            case DOUBLE_VALUE -> {
                double value = constant.doubleValue();
                return (Real) reading -> value;
            }
            case STRING_VALUE -> {
                String value = constant.stringValue();
                return (Text) reading -> value;
            }
            default -> {
                return null;
            }
        }
    }

    private static Part field(Variable field) {
        EventTime time = field.time();
        if (time != null) {
            return new Time(reading -> reading.eventTimeMillis(field, time), Time.MILLIS);
        }
        return switch (field.kind()) {
            case BOOLEAN -> (Truth) reading -> reading.truth(field);
            case WHOLE -> (Whole) reading -> reading.whole(field);
            case REAL -> (Real) reading -> reading.real(field);
            case TEXT -> (Text) reading -> reading.text(field);
            case TIME_MILLIS -> new Time(reading -> reading.timestamp(field), Time.MILLIS);
            case TIME_MICROS -> new Time(reading -> reading.timestamp(field), Time.MICROS);
        };
    }

    private Optional<Part> call(CelExpr.CelCall call) {
        List<CelExpr> arguments = call.args();
        if (call.target().isPresent() || comparesAnError(call)) {
            return Optional.empty();
        }
        if (call.function().equals("@in")) {
            return part(arguments.get(0)).flatMap(value -> membership(value, arguments.get(1)));
        }
        if (DateFunctions.takesZone(call.function())) {
            return part(arguments.get(0)).flatMap(time -> date(call, time));
        }
        List<Part> operands =
                arguments.stream().flatMap(argument -> part(argument).stream()).toList();
        return operands.size() == arguments.size()
                ? Optional.ofNullable(Operators.of(call.function(), operands))
                : Optional.empty();
    }

    /**
     * Whether {@code ==} or {@code !=} may be asked about an error, which for CEL's runtime is then a value that equals no
     * other: {@code &&} and {@code ||} hand it on so.
     */
    private static boolean comparesAnError(CelExpr.CelCall call) {
        return (call.function().equals("_==_") || call.function().equals("_!=_"))
                && call.args().stream().anyMatch(DirectCompiler::handsOnErrors);
    }

    private static boolean handsOnErrors(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CALL
                && switch (expression.call().function()) {
                    case "_&&_", "_||_" -> true;
                    case "_?_:_" -> expression.call().args().stream().anyMatch(DirectCompiler::handsOnErrors);
                    default -> false;
                };
    }

    private static Optional<Part> date(CelExpr.CelCall call, Part argument) {
        ZoneId zone = call.args().size() == 1
                ? ZoneOffset.UTC
                : ZoneId.of(call.args().get(1).constant().stringValue());
        return DateFunctions.named(call.function())
                .filter(function -> argument instanceof Time)
                .map(function -> function.of((Time) argument, zone.getRules()));
    }

    /** Whether a value is in a list that is written out. */
    private static Optional<Part> membership(Part value, CelExpr list) {
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return Optional.empty();
        }
        List<CelExpr> elements = list.list().elements();
        if (value instanceof Whole whole && all(elements, CelConstant.Kind.INT64_VALUE)) {
            long[] listed = elements.stream()
                    .mapToLong(element -> element.constant().int64Value())
                    .sorted()
                    .toArray();
            return Optional.of((Truth) reading -> Arrays.binarySearch(listed, whole.of(reading)) >= 0);
        }
        if (value instanceof Text text && all(elements, CelConstant.Kind.STRING_VALUE)) {
            Set<String> listed = elements.stream()
                    .map(element -> element.constant().stringValue())
                    .collect(Collectors.toUnmodifiableSet());
            return Optional.of((Truth) reading -> listed.contains(text.of(reading)));
        }
        return Optional.empty();
    }

    private static boolean all(List<CelExpr> elements, CelConstant.Kind kind) {
        return elements.stream()
                .allMatch(element -> element.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && element.constant().getKind() == kind);
    }
}
