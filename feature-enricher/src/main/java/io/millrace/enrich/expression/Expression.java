package io.millrace.enrich.expression;

import io.millrace.enrich.definition.FeatureType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One type-checked expression. Immutable, safe for concurrent use. */
public interface Expression {
    FeatureType type();

    /** Positions of the references it may read. */
    Set<Integer> references();

    /** Whether it reads what became of the event. */
    boolean readsLabel();

    /**
     * The value for one event.
     *
     * @return 1.0 and 0.0 for true and false, a hash for a text; NaN, that is missing, where it reads a null, where it fails (a division by zero,
     *     say) and where it is not a number
     */
    double evaluate(Facts facts);

    /**
     * The text for one event, of an expression of type {@link FeatureType#TEXT}.
     *
     * @return null, that is missing, where it reads a null or fails
     */
    @Nullable
    String text(Facts facts);
}
