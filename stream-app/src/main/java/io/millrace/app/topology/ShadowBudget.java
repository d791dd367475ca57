package io.millrace.app.topology;

import java.time.Duration;

/**
 * How much of a task's time shadows may take: one part in {@link #PART} of what has passed, and no more at once than they could have saved
 * up. What exceeds that is paid back before a shadow is asked again. Confined to one thread.
 */
final class ShadowBudget {
    /** Shadows take at most one part in this many. */
    static final int PART = 5;

    private final long mostNanos;
    private long savedNanos;
    private long lastNanos;

    /** @param most saved up; positive */
    ShadowBudget(Duration most) {
        this.mostNanos = most.toNanos();
        this.savedNanos = mostNanos;
        this.lastNanos = Long.MIN_VALUE;
    }

    /**
     * Whether a shadow may be asked.
     *
     * @param nowNanos of a clock that never goes back
     */
    boolean allows(long nowNanos) {
        if (lastNanos != Long.MIN_VALUE) {
            savedNanos = Math.min(mostNanos, savedNanos + (nowNanos - lastNanos) / PART);
        }
        lastNanos = nowNanos;
        return savedNanos > 0;
    }

    /** Some of it was taken. */
    void spent(long nanos) {
        savedNanos -= nanos;
    }
}
