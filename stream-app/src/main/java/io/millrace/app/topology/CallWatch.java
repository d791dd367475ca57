package io.millrace.app.topology;

import java.util.function.IntToDoubleFunction;

/** Watches the calls of one model in one part. Implementations are thread-safe and quick: they run with every call of it. */
@FunctionalInterface
public interface CallWatch {
    /** How long a call took that was not made. */
    long NOT_MADE = -1;

    /** Minds nothing. */
    CallWatch NOBODY = (rows, latestMillis, scores, nanos) -> {};

    /**
     * A call has ended. One that failed as a whole is told of only if it had a single row: otherwise its rows are asked again, each by itself.
     *
     * @param rows that were asked for, 1 or more
     * @param latestMillis event time of the latest of them
     * @param scores by their places from 0; not finite where there is none. Not to be used afterwards
     * @param nanos from its beginning to its end; {@link #NOT_MADE} if the model was left alone
     */
    void called(int rows, long latestMillis, IntToDoubleFunction scores, long nanos);

    /** Knows who watches which model. Safe for concurrent use. */
    @FunctionalInterface
    interface Watchers {
        /** Nobody watches any. */
        Watchers NONE = by -> NOBODY;

        /** Who watches a model; asked once by each task that uses it. */
        CallWatch of(ScoredBy by);
    }
}
