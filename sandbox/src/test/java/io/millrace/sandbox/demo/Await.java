package io.millrace.sandbox.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another thread or process brings about. */
final class Await {
    private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

    /** What counts between two glances: a process that was stopped in between has not waited. */
    private static final long MOST_BETWEEN_NANOS = Duration.ofSeconds(5).toNanos();

    private Await() {}

    /** @throws AssertionError if it has not happened in time */
    static void until(String what, Duration patience, Callable<Boolean> happened) throws Exception {
        long left = patience.toNanos();
        long before = System.nanoTime();
        while (!happened.call()) {
            if (left <= 0) {
                throw new AssertionError(what + ": not within " + patience);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
            long now = System.nanoTime();
            left -= Math.min(now - before, MOST_BETWEEN_NANOS);
            before = now;
        }
    }
}
