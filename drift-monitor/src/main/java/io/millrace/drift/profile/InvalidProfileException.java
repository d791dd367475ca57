package io.millrace.drift.profile;

import java.util.List;
import java.util.stream.Collectors;

/** A profile document that cannot be used, with everything that is wrong with it. */
public final class InvalidProfileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ProfileProblem> problems;

    InvalidProfileException(List<ProfileProblem> problems) {
        super(problems.stream().map(ProfileProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the document; never empty. */
    public List<ProfileProblem> problems() {
        return problems;
    }
}
