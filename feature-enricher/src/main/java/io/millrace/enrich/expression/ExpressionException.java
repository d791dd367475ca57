package io.millrace.enrich.expression;

import java.util.List;

/** An expression that cannot be used, with everything that is wrong with it. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** One sentence each, for the author of the pipeline file. */
    private final List<String> problems;

    ExpressionException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<String> problems() {
        return problems;
    }
}
