package io.millrace.sandbox.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the JVM is told to stop, and keeps the JVM until that thread has closed it. So
 * whatever the thread opened is closed by the thread itself, in its order, wherever the order to stop meets it.
 */
final class InterruptOnExit implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private final Duration patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interruptAndWait, "interrupt-" + worker.getName());
    private volatile boolean exiting;

    /** @param patience how long the JVM is kept at most */
    InterruptOnExit(Duration patience) {
        this.patience = patience;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the JVM has been told to stop. */
    boolean isExiting() {
        return exiting;
    }

    private void interruptAndWait() {
        exiting = true;
        worker.interrupt();
        try {
            var unused = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!exiting) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                exiting = true; // told to stop just now: the hook finds nothing to wait for
            }
        }
    }
}
