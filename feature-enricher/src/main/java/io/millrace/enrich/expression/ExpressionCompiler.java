package io.millrace.enrich.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.millrace.enrich.definition.FeatureType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Compiles CEL for the fields of one event schema and its references.
 *
 * <p>Event fields are variables by their name, those of a reference by {@code reference.field}. int and long are CEL's int,
 * float and double its double, string and enum its string, timestamps (millis and micros) its timestamp. A nullable field has
 * the type of its other branch. Numbers of different types can be compared, not added. Fields of other types are not visible.
 */
public final class ExpressionCompiler {
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /** @param references schemas by name; a reference's position in this order is its index in {@link Facts} */
    public ExpressionCompiler(Schema event, Map<String, Schema> references) {
        declare("", Variable.OF_EVENT, event);
        int index = 0;
        for (var reference : references.entrySet()) {
            declare(reference.getKey() + ".", index++, reference.getValue());
        }
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(DateFunctions.declarations());
        variables
                .values()
                .forEach(variable ->
                        builder.addVar(variable.name(), variable.kind().celType()));
        this.compiler = builder.build();
        this.runtime = CelRuntimeFactory.legacyCelRuntimeBuilder()
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
        Variable field = variables.get(source.strip());
        if (field != null) {
            return new FieldExpression(field, featureType(field.kind().celType()));
        }
        try {
            CelAbstractSyntaxTree checked = compiler.compile(source).getAst();
            return new CelExpression(
                    runtime.createProgram(checked),
                    Map.copyOf(variables),
                    featureType(checked.getResultType()),
                    referencesOf(checked));
        } catch (CelValidationException e) {
            throw new ExpressionException(e.getErrors().stream()
                    .map(issue -> explain(issue.getMessage()))
                    .toList());
        } catch (CelEvaluationException e) {
            throw new ExpressionException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private void declare(String prefix, int reference, Schema schema) {
        for (Schema.Field field : schema.getFields()) {
            String name = prefix + field.name();
            FieldKind.of(field.schema())
                    .ifPresent(kind -> variables.put(name, new Variable(name, reference, field.pos(), kind)));
        }
    }

    private Set<Integer> referencesOf(CelAbstractSyntaxTree checked) {
        return checked.getReferenceMap().values().stream()
                .flatMap(use -> Optional.ofNullable(variables.get(use.name())).stream())
                .map(Variable::reference)
                .filter(reference -> reference != Variable.OF_EVENT)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static FeatureType featureType(CelType type) throws ExpressionException {
        if (type.equals(SimpleType.BOOL)) {
            return FeatureType.BOOLEAN;
        }
        if (type.equals(SimpleType.INT)) {
            return FeatureType.LONG;
        }
        if (type.equals(SimpleType.DOUBLE)) {
            return FeatureType.DOUBLE;
        }
        throw new ExpressionException(List.of("must be a bool, int or double, is a " + type.name()));
    }

    private String explain(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (!undeclared.matches()) {
            return message;
        }
        String name = undeclared.group(1);
        List<String> ofReference = variables.keySet().stream()
                .filter(known -> known.startsWith(name + "."))
                .toList();
        return ofReference.isEmpty()
                ? "unknown field '" + name + "'; known are " + String.join(", ", variables.keySet())
                : "unknown field of '" + name + "'; known are " + String.join(", ", ofReference);
    }
}
