package io.millrace.app.judge;

import io.millrace.drift.judge.Verdict;

/** Is told what guard rails see, on threads that score. Implementations are thread-safe and quick. */
interface Alarm extends AutoCloseable {
    /** A contest is being watched from now on. */
    void watching(Contest contest);

    /**
     * A limit was exceeded in a contest; told once of each, and again if it still goes on when that has been dealt with.
     *
     * @param dealtWith to be run, on any thread, when the contest is over or has been ended
     */
    void exceeded(Contest contest, Verdict.RollBack verdict, Runnable dealtWith);

    @Override
    default void close() {}
}
