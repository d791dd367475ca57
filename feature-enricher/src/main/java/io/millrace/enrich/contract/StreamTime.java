package io.millrace.enrich.contract;

/** How far a source partition has come: the latest event time accepted from it. Knows nothing yet at {@link #UNKNOWN}. */
public final class StreamTime {
    /** Before the first event. */
    public static final long UNKNOWN = -1;

    private StreamTime() {}

    /** Stream time after an accepted event: never goes back. */
    public static long advance(long streamTimeMillis, long timeMillis) {
        return Math.max(streamTimeMillis, timeMillis);
    }

    /** Whether an event is behind stream time by more than the lateness; exactly the lateness is accepted. */
    public static boolean isLate(long timeMillis, long streamTimeMillis, long latenessMillis) {
        return streamTimeMillis != UNKNOWN && timeMillis < streamTimeMillis - latenessMillis;
    }
}
