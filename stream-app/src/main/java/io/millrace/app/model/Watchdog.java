package io.millrace.app.model;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls of a model that take longer than they may: nothing else does, a graph can go round in circles for ever. One thread looks
 * after all scorers that are {@linkplain OnnxModel#newScorer(int, Watchdog) made with it}. Safe for concurrent use.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** A call may take longer than its deadline by one part in so many. */
    private static final int LOOKS_PER_DEADLINE = 10;

    private static final long LEAST_NANOS = 1_000_000;

    private final Duration deadline;
    private final Set<WatchedCall> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking;

    /** @param deadline of one call, from 1 ms on */
    public Watchdog(Duration deadline) {
        this.deadline = deadline;
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "model-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        long nanos = Math.max(LEAST_NANOS, deadline.toNanos() / LOOKS_PER_DEADLINE);
        var unused = looking.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** The calls of one scorer, looked after until they are closed. */
    WatchedCall watch() {
        var call = new WatchedCall(deadline, calls::remove);
        calls.add(call);
        return call;
    }

    private void look() {
        try {
            calls.forEach(WatchedCall::endIfOverdue);
        } catch (RuntimeException e) { // thrown once, it would be the last look
            LOG.atError().setCause(e).log("a call of the model could not be ended");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
