package io.millrace.app.model;

import java.time.Duration;

/**
 * ONNX Runtime could not score a row, or not in time. The row is the reason, not the world: the next one may well succeed.
 */
public final class ModelFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean overdue;

    public ModelFailedException(Throwable cause) {
        this("the model failed: " + cause.getMessage(), cause, false);
    }

    private ModelFailedException(String message, Throwable cause, boolean overdue) {
        super(message, cause);
        this.overdue = overdue;
    }

    static ModelFailedException overdue(Duration deadline, ModelFailedException ended) {
        return new ModelFailedException("the model took longer than " + deadline.toMillis() + " ms", ended, true);
    }

    /** Whether it took too long; the next call may, too. */
    public boolean isOverdue() {
        return overdue;
    }
}
