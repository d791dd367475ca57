package io.millrace.enrich.progress;

import java.time.Duration;

/**
 * Whether a sender that reads a topic is idle: so many {@linkplain Announcements#PERIOD periods} have ended since its last event, and there were none to read. Periods are counted instead of read off a clock because a process that was stopped for a minute has not looked for
 * events in that time. Confined to one thread.
 */
public final class Idleness {
    private final long periods;
    private long quiet;

    /** @param after how long without an event a sender is idle; whole periods, what is left of one counts as one */
    public Idleness(Duration after) {
        this.periods = after.plus(Announcements.PERIOD).minusNanos(1).dividedBy(Announcements.PERIOD);
    }

    public void event() {
        quiet = 0;
    }

    /**
     * Counts one more.
     *
     * @param moreToRead whether nothing has come only because it has not been read yet, as in a backlog of many topics
     */
    public void periodEnded(boolean moreToRead) {
        quiet = moreToRead ? 0 : Math.min(quiet + 1, periods);
    }

    public boolean idle() {
        return quiet >= periods;
    }
}
