package io.millrace.enrich.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Definitions that cannot be compiled, with every mistake found. */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the pipeline file. */
    public List<Problem> problems() {
        return problems;
    }
}
