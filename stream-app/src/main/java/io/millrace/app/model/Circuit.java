package io.millrace.app.model;

/**
 * Whether a model is asked at all: not for a while after it has failed several times in a row, so that a model that hangs does not hold
 * up every event for its deadline. After that while one call tries again; if it fails too, the model is left alone as long again.
 * Confined to one thread.
 */
public final class Circuit {
    private final CircuitDefinition definition;
    private int failuresInARow;
    private long closedFromMillis;

    public Circuit(CircuitDefinition definition) {
        this.definition = definition;
    }

    /** Whether the model is left alone. */
    public boolean isOpen(long nowMillis) {
        return failuresInARow >= definition.failures() && nowMillis < closedFromMillis;
    }

    public void succeeded() {
        failuresInARow = 0;
    }

    public void failed(long nowMillis) {
        failuresInARow = Math.min(failuresInARow + 1, definition.failures());
        closedFromMillis = nowMillis + definition.retry().toMillis();
    }
}
