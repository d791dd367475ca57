package io.millrace.app.explain;

/** A score is not the sum of trees' leaves, or not of trees that are understood here. */
final class NotTreesException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message why, to follow "it is explained by occlusion:" */
    NotTreesException(String message) {
        super(message);
    }
}
