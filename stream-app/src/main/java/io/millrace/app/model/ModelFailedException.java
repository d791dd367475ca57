package io.millrace.app.model;

/** ONNX Runtime could not score a row. The row is the reason, not the world: the next one may well succeed. */
public final class ModelFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelFailedException(Throwable cause) {
        super("the model failed: " + cause.getMessage(), cause);
    }
}
