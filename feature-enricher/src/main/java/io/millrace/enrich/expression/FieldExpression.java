package io.millrace.enrich.expression;

import io.millrace.enrich.definition.FeatureType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plain field: read without CEL. */
record FieldExpression(Variable variable, FeatureType type) implements Expression {
    @Override
    public Set<Integer> references() {
        return variable.isOfReference() ? Set.of(variable.reference()) : Set.of();
    }

    @Override
    public boolean readsLabel() {
        return variable.reference() == Variable.OF_OUTCOME;
    }

    @Override
    public double evaluate(Facts facts) {
        Object value = variable.read(facts);
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        if (value != null && variable.kind() == FieldKind.TEXT) {
            return TextHash.of(value.toString());
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public @Nullable String text(Facts facts) {
        Object value = variable.read(facts);
        return value == null ? null : value.toString();
    }
}
