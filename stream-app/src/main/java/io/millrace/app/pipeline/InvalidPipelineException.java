package io.millrace.app.pipeline;

import io.millrace.app.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline folder that is refused. The message lists every problem, one on a line, by file and line. */
public final class InvalidPipelineException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable JDK list of serializable records
    private final List<Problem> problems;

    /**
     * Refuses a folder.
     *
     * @param problems at least one
     */
    public InvalidPipelineException(Path folder, List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n",
                        folder + ": " + problems.size() + (problems.size() == 1 ? " problem" : " problems") + "\n",
                        "")));
        this.problems = List.copyOf(problems);
    }

    /** By file, then line, then key. */
    public List<Problem> problems() {
        return problems;
    }
}
