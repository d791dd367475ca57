package io.millrace.app.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.function.Consumer;

/** One scorer's calls of a model, one at a time. The scorer's thread begins and ends them, the watchdog's looks at them. */
final class WatchedCall implements AutoCloseable {
    private final Duration deadline;
    private final Consumer<WatchedCall> forget;
    private RunOptions options;
    private long beganNanos;
    private boolean running;
    private boolean overdue;

    WatchedCall(Duration deadline, Consumer<WatchedCall> forget) {
        this.deadline = deadline;
        this.forget = forget;
        this.options = newOptions();
    }

    /** The options that the call is to be made with. */
    synchronized RunOptions begin() {
        beganNanos = System.nanoTime();
        running = true;
        overdue = false;
        return options;
    }

    /** To be called when a call has returned. Says whether it was ended. */
    synchronized boolean end() {
        running = false;
        boolean ended = overdue;
        if (ended) { // options that have ended one call would end every other
            options.close();
            options = newOptions();
            overdue = false;
        }
        return ended;
    }

    synchronized void endIfOverdue() {
        if (running && !overdue && System.nanoTime() - beganNanos > deadline.toNanos()) {
            overdue = true;
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("cannot end a call", e);
            }
        }
    }

    Duration deadline() {
        return deadline;
    }

    private static RunOptions newOptions() {
        try {
            return new RunOptions();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime has no options for a call", e);
        }
    }

    @Override
    public synchronized void close() {
        forget.accept(this);
        running = false;
        options.close();
    }
}
