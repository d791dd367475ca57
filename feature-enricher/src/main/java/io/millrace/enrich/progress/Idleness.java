package io.millrace.enrich.progress;

/**
 * Whether a sender that reads a topic is idle: {@value #PERIODS} {@linkplain Announcements#PERIOD periods} have ended since its
 * last event, and there were none to read. Periods are counted instead of read off a clock because a process that was stopped for a minute has not looked for
 * events in that time. Confined to one thread.
 */
public final class Idleness {
    /** Ends of periods without an event after which a sender is idle. */
    public static final int PERIODS = 5;

    private int quiet;

    public void event() {
        quiet = 0;
    }

    /**
     * Counts one more.
     *
     * @param moreToRead whether nothing has come only because it has not been read yet, as in a backlog of many topics
     */
    public void periodEnded(boolean moreToRead) {
        quiet = moreToRead ? 0 : Math.min(quiet + 1, PERIODS);
    }

    public boolean idle() {
        return quiet >= PERIODS;
    }
}
