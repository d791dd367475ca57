package io.millrace.sandbox.publish;

import java.util.function.LongSupplier;

/** {@link Pace#steady}. Confined to the publisher's thread. */
final class SteadyPace implements Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double eventsPerSecond;
    private final long durationNanos;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private boolean started;
    private long startNanos;

    SteadyPace(double eventsPerSecond, long durationNanos, LongSupplier nanoTime, Sleeper sleeper) {
        this.eventsPerSecond = eventsPerSecond;
        this.durationNanos = durationNanos;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    @Override
    public boolean await(long index) throws InterruptedException {
        if (!started) {
            started = true;
            startNanos = nanoTime.getAsLong();
        }
        var dueNanos = (long) (index / eventsPerSecond * NANOS_PER_SECOND);
        var elapsedNanos = nanoTime.getAsLong() - startNanos;
        if (dueNanos >= durationNanos || elapsedNanos >= durationNanos) {
            return false;
        }
        if (dueNanos > elapsedNanos) {
            sleeper.sleep(dueNanos - elapsedNanos);
        }
        return true;
    }
}
