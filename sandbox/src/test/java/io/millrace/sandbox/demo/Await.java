package io.millrace.sandbox.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another thread or process brings about. */
final class Await {
    private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** @throws AssertionError if it has not happened in time */
    static void until(String what, Duration patience, Callable<Boolean> happened) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!happened.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + patience);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }
}
