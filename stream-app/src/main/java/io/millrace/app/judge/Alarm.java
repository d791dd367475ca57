package io.millrace.app.judge;

import io.millrace.drift.judge.Verdict;

/** Is told what guard rails see, on threads that score. Implementations are thread-safe and quick. */
interface Alarm extends AutoCloseable {
    /** A contest is being watched from now on. */
    void watching(Contest contest);

    /** A limit was exceeded in a contest; told once of each. */
    void exceeded(Contest contest, Verdict.RollBack verdict);

    @Override
    default void close() {}
}
