package io.millrace.enrich.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.BaseNavigableExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.Suggestion;
import io.millrace.enrich.definition.TimeField;
import io.millrace.enrich.event.EventTime;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Compiles CEL for the fields of one event schema and its references.
 *
 * <p>Event fields are variables by their name, those of a reference by {@code reference.field}. int and long are CEL's int,
 * float and double its double, string and enum its string, timestamps (millis and micros) its timestamp. A nullable field has
 * the type of its other branch. Numbers of different types can be compared, not added. Fields of other types are not visible.
 * The event's time is a timestamp even where it is a plain number.
 */
public final class ExpressionCompiler {
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    /** How expressions call what became of the event. */
    public static final String LABEL = "label";

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /** Expressions over an event with a timestamp of its own, and references. */
    public ExpressionCompiler(Schema event, Map<String, Schema> references) {
        this(event, null, references, null);
    }

    /**
     * Expressions over all that may be known of an event.
     *
     * @param time field that is read as the event time; null where only timestamps are times
     * @param references schemas by name; a reference's position in this order is its index in {@link Facts}
     * @param label field that says what became of the event, visible as {@value #LABEL}; null where nobody ever knows
     */
    public ExpressionCompiler(
            Schema event, @Nullable TimeField time, Map<String, Schema> references, Schema.@Nullable Field label) {
        declare("", Variable.OF_EVENT, event, time);
        int index = 0;
        for (var reference : references.entrySet()) {
            declare(reference.getKey() + ".", index++, reference.getValue(), null);
        }
        if (label != null) {
            FieldKind.of(label.schema())
                    .ifPresent(kind ->
                            variables.put(LABEL, new Variable(LABEL, Variable.OF_OUTCOME, label.pos(), kind, null)));
        }
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(DateFunctions.declarations());
        variables.values().forEach(variable -> builder.addVar(variable.name(), variable.celType()));
        this.compiler = builder.build();
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .addFunctionBindings(DateFunctions.bindings())
                .build();
    }

    /**
     * Compiles an expression whose result is a number or a boolean.
     *
     * @throws ExpressionException with every problem found
     */
    public Expression compile(String source) throws ExpressionException {
        return compile(source, Result.NUMBER);
    }

    /**
     * Compiles an expression of which only counts whether two results are the same; it may be a text too.
     *
     * @throws ExpressionException with every problem found
     */
    public Expression compileIdentity(String source) throws ExpressionException {
        return compile(source, Result.IDENTITY);
    }

    /**
     * Compiles an expression whose result is a number, a boolean or a text.
     *
     * @throws ExpressionException with every problem found
     */
    public Expression compileValue(String source) throws ExpressionException {
        return compile(source, Result.VALUE);
    }

    /** What a result is wanted for. */
    private enum Result {
        NUMBER,
        IDENTITY,
        VALUE
    }

    private Expression compile(String source, Result wanted) throws ExpressionException {
        Variable field = variables.get(source.strip());
        if (field != null) {
            return new FieldExpression(field, featureType(field.celType(), wanted));
        }
        try {
            CelAbstractSyntaxTree checked = compiler.compile(source).getAst();
            requireKnownZones(checked);
            return new CelExpression(
                    runtime.createProgram(checked),
                    new DirectCompiler(checked, variables).compile().orElse(null),
                    Map.copyOf(variables),
                    featureType(checked.getResultType(), wanted),
                    referencesOf(checked),
                    variablesOf(checked).anyMatch(variable -> variable.reference() == Variable.OF_OUTCOME));
        } catch (CelValidationException e) {
            throw new ExpressionException(e.getErrors().stream()
                    .map(issue -> explain(issue.getMessage()))
                    .toList());
        } catch (CelEvaluationException e) {
            throw new ExpressionException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private void declare(String prefix, int reference, Schema schema, @Nullable TimeField time) {
        for (Schema.Field field : schema.getFields()) {
            String name = prefix + field.name();
            EventTime read = time != null && time.unit() != null && name.equals(time.field())
                    ? EventTime.of(schema, time)
                    : null;
            FieldKind.of(field.schema())
                    .ifPresent(kind -> variables.put(name, new Variable(name, reference, field.pos(), kind, read)));
        }
    }

    /** A zone that nobody knows would make every result missing. */
    private static void requireKnownZones(CelAbstractSyntaxTree checked) throws ExpressionException {
        var problems = CelNavigableAst.fromAst(checked)
                .getRoot()
                .allNodes()
                .map(BaseNavigableExpr::expr)
                .filter(expression -> expression.getKind() == CelExpr.ExprKind.Kind.CALL)
                .map(CelExpr::call)
                .filter(call ->
                        DateFunctions.takesZone(call.function()) && call.args().size() == 2)
                .flatMap(call -> problemOfZone(call.args().get(1)).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ExpressionException(problems);
        }
    }

    private static Optional<String> problemOfZone(CelExpr zone) {
        if (zone.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return Optional.of("a time zone must be written out, such as 'Europe/Brussels'");
        }
        try {
            ZoneId.of(zone.constant().stringValue());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("'" + zone.constant().stringValue() + "' is no time zone, 'Europe/Brussels' is one");
        }
    }

    private Set<Integer> referencesOf(CelAbstractSyntaxTree checked) {
        return variablesOf(checked)
                .filter(Variable::isOfReference)
                .map(Variable::reference)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Variable> variablesOf(CelAbstractSyntaxTree checked) {
        return checked.getReferenceMap().values().stream()
                .flatMap(use -> Optional.ofNullable(variables.get(use.name())).stream());
    }

    private static FeatureType featureType(CelType type, Result wanted) throws ExpressionException {
        if (type.equals(SimpleType.BOOL)) {
            return FeatureType.BOOLEAN;
        }
        if (type.equals(SimpleType.INT)) {
            return FeatureType.LONG;
        }
        if (type.equals(SimpleType.STRING) && wanted != Result.NUMBER) {
            return wanted == Result.VALUE ? FeatureType.TEXT : FeatureType.LONG; // identities are hashes
        }
        if (type.equals(SimpleType.DOUBLE)) {
            return FeatureType.DOUBLE;
        }
        throw new ExpressionException(List.of("must be a bool, int or double"
                + (wanted == Result.NUMBER ? "" : " or string") + ", is a " + type.name()));
    }

    private String explain(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (!undeclared.matches()) {
            return message;
        }
        String name = undeclared.group(1);
        if (name.equals(LABEL)) {
            return "`label` is known only where the pipeline has `outcomes`";
        }
        List<String> ofReference = variables.keySet().stream()
                .filter(known -> known.startsWith(name + "."))
                .toList();
        return ofReference.isEmpty()
                ? "unknown field '" + name + "'" + Suggestion.didYouMean(name, variables.keySet()) + "; known are "
                        + String.join(", ", variables.keySet())
                : "unknown field of '" + name + "'; known are " + String.join(", ", ofReference);
    }
}
