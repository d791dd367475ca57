package io.millrace.app.registry;

import java.time.Duration;

/**
 * How long to wait, on the clock that nobody sets.
 *
 * @param answer until a server begins an answer
 * @param endNanos until everything is there, as {@link System#nanoTime()}
 */
record Patience(Duration answer, long endNanos) {
    static Patience of(FetchLimits limits) {
        return new Patience(limits.answer(), System.nanoTime() + limits.whole().toNanos());
    }

    /** For an answer that is no file: it has to end, too, in the time in which another has to begin. */
    Patience shorter() {
        return remainingNanos() <= answer.toNanos() ? this : new Patience(answer, System.nanoTime() + answer.toNanos());
    }

    /** At most 0 when it is over. */
    long remainingNanos() {
        return endNanos - System.nanoTime();
    }
}
