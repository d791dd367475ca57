package io.millrace.app.model;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** A model that is not what its manifest or its pipeline says, with everything that differs. */
public final class InvalidModelException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the list is an immutable JDK list of serializable records
    private final List<Mismatch> mismatches;

    /**
     * Refuses a model.
     *
     * @param mismatches at least one
     */
    public InvalidModelException(List<Mismatch> mismatches) {
        super(mismatches.stream().map(m -> m.key() + ": " + m.message()).collect(Collectors.joining("\n")));
        this.mismatches = List.copyOf(mismatches);
    }

    public List<Mismatch> mismatches() {
        return mismatches;
    }

    /**
     * One difference.
     *
     * @param key the manifest's key that says otherwise, such as {@code golden[0].score}; {@value #SCORE} for what the
     *     pipeline says about the output
     */
    public record Mismatch(String key, String message) implements Serializable {
        /** Not a key of the manifest: the pipeline file says which output is the score. */
        public static final String SCORE = "model.score";
    }
}
