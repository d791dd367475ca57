package io.millrace.enrich.progress;

/**
 * How far a sender has come.
 *
 * @param of what it sends
 * @param sender its partition
 * @param timeMillis nothing from before is still to come from it, as far as its own input is in order; {@link #UNKNOWN} before
 *     its first event
 * @param idle whether nothing has come to it for a while, so that nobody should wait for it
 */
public record Watermark(Of of, int sender, long timeMillis, boolean idle) {
    /** Before the first event: anything may still come. */
    public static final long UNKNOWN = -1;

    /** What senders send. Those of events and those of labels are numbered apart. */
    public enum Of {
        EVENTS,
        LABELS
    }

    public Watermark {
        if (sender < 0 || timeMillis < UNKNOWN) {
            throw new IllegalArgumentException("not a watermark: " + timeMillis + " ms of sender " + sender);
        }
    }

    /** The same, but not past a time that is still to be sent. */
    public Watermark notPast(long latestMillis) {
        return timeMillis <= latestMillis ? this : new Watermark(of, sender, latestMillis, idle);
    }
}
