package io.millrace.app.query;

/** Hears of every answered query. Called from HTTP threads. */
public interface QueryListener {
    /**
     * A query was answered.
     *
     * @param fromInstance whether another instance asked
     * @param nanos how long it took, the asking of others included
     */
    void answered(Outcome outcome, boolean fromInstance, long nanos);
}
