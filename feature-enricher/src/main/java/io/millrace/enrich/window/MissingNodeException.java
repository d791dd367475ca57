package io.millrace.enrich.window;

/**
 * A node that a head speaks of is not in the store. To whoever writes the store that is damage; to whoever only reads it, it may
 * be that the node was deleted after the head was read.
 */
public final class MissingNodeException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    MissingNodeException(int level, long index) {
        super("feature state is damaged: node " + index + " of level " + level + " is missing from its store");
    }
}
