package io.millrace.app.registry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executor without time: what is scheduled is run by the test, on its own thread, and says how long it would have waited. */
final class ByHand extends ScheduledThreadPoolExecutor {
    private @Nullable Task next;

    ByHand() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (isShutdown()) {
            throw new RejectedExecutionException();
        }
        if (next != null) {
            throw new AssertionError("scheduled twice");
        }
        next = new Task(Executors.callable(command), Duration.of(delay, unit.toChronoUnit()));
        return next;
    }

    /** Runs what is scheduled, and tells how long that was to wait. */
    Duration runNext() {
        var task = next;
        next = null;
        if (task == null) {
            return Duration.ofSeconds(-1);
        }
        task.run();
        try {
            task.get();
        } catch (Exception e) {
            throw new AssertionError("a look threw", e);
        }
        return task.wait;
    }

    boolean isIdle() {
        return next == null;
    }

    private static final class Task extends FutureTask<Object> implements RunnableScheduledFuture<Object> {
        private final Duration wait;

        Task(Callable<Object> callable, Duration wait) {
            super(callable);
            this.wait = wait;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(wait);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }
    }
}
