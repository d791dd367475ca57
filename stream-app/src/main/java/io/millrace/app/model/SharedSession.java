package io.millrace.app.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * A session that is closed when the last of its users has let it go, so that a model can be given up while some still score with
 * it: what is run on a closed session ends the process. Safe for concurrent use.
 */
final class SharedSession implements AutoCloseable {
    private final OrtSession session;
    private int users = 1;
    private boolean given;

    /** @param session given up to it; the first user is who makes this, and lets go by {@link #close} */
    SharedSession(OrtSession session) {
        this.session = session;
    }

    /** For who made this, until it lets go. */
    OrtSession session() {
        return session;
    }

    /**
     * One more user, who has to {@link #letGo}.
     *
     * @throws IllegalStateException if it has been closed
     */
    synchronized OrtSession use() {
        if (given) {
            throw new IllegalStateException("the model was closed");
        }
        users++;
        return session;
    }

    synchronized void letGo() {
        users--;
        if (users == 0) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("cannot release a model", e);
            }
        }
    }

    /** Whether its memory is still taken. */
    synchronized boolean isOpen() {
        return users > 0;
    }

    /** From now on there are no new users. Has no effect the second time. */
    @Override
    public synchronized void close() {
        if (!given) {
            given = true;
            letGo();
        }
    }
}
