package io.millrace.app.optimise;

/** A model, or what was to be made of it, is not what it would have to be. The message is for the user. */
public final class UnusableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableModelException(String message) {
        super(message);
    }

    UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
