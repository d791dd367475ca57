package io.millrace.enrich.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import io.millrace.enrich.definition.FeatureType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled CEL program over named fields.
 *
 * @param direct gives the same results sooner; null where the program has parts that only CEL's runtime knows
 */
record CelExpression(
        CelRuntime.Program program,
        @Nullable DirectProgram direct,
        Map<String, Variable> variables,
        FeatureType type,
        Set<Integer> references,
        boolean readsLabel)
        implements Expression {

    @Override
    public double evaluate(Facts facts) {
        if (direct != null) {
            return direct.evaluate(facts);
        }
        Object result = result(facts);
        if (result instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        if (result instanceof String text) {
            return TextHash.of(text);
        }
        return result instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public @Nullable String text(Facts facts) {
        if (direct != null) {
            return direct.text(facts);
        }
        return result(facts) instanceof String text ? text : null;
    }

    /** Null where there is none. */
    private @Nullable Object result(Facts facts) {
        var resolver = new Resolver(facts, variables);
        try {
            Object result = program.eval(resolver);
            // CEL may know the answer without a null it read, as in `true || x`; whoever asks for x still has no x.
            return resolver.readNull ? null : result;
        } catch (CelEvaluationException e) {
            return null;
        }
    }

    /** Reads fields as CEL asks for them, and remembers whether one was null. */
    private static final class Resolver implements CelVariableResolver {
        private final Facts facts;
        private final Map<String, Variable> variables;
        private boolean readNull;

        private Resolver(Facts facts, Map<String, Variable> variables) {
            this.facts = facts;
            this.variables = variables;
        }

        @Override
        public Optional<Object> find(String name) {
            Variable variable = variables.get(name);
            if (variable == null) {
                return Optional.empty();
            }
            @Nullable Object stored = variable.read(facts);
            if (stored == null) {
                readNull = true;
                return Optional.empty();
            }
            return Optional.of(variable.toCel(stored));
        }
    }
}
