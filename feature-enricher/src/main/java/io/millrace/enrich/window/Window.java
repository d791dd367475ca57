package io.millrace.enrich.window;

/**
 * Which entries of a key count for an event at time t: those in {@code (t - delay - length, t - delay]}, left open, right
 * closed; of them, where {@code latest} is set, only that many latest by (event time, arrival).
 *
 * @param lengthMillis positive; {@link #EVER} reaches back to the first
 * @param latest 0 for all
 * @param delayMillis 0 or positive
 * @param includingCurrent whether the event itself counts, if it is inside; what came before it at the same time always does
 */
public record Window(long lengthMillis, int latest, long delayMillis, boolean includingCurrent) {
    /** A length without end. */
    public static final long EVER = Long.MAX_VALUE;

    public Window {
        if (lengthMillis <= 0 || latest < 0 || delayMillis < 0) {
            throw new IllegalArgumentException("not a window: length " + lengthMillis + " ms, latest " + latest
                    + ", delay " + delayMillis + " ms");
        }
    }

    /** All entries of a length of time. */
    public Window(long lengthMillis, long delayMillis) {
        this(lengthMillis, 0, delayMillis, true);
    }

    /** Whether it reaches back without end. */
    public boolean isUnbounded() {
        return lengthMillis == EVER;
    }

    /** The window is open here: an entry at exactly this time is outside. */
    public long fromExclusive(long timeMillis) {
        return isUnbounded() ? Long.MIN_VALUE : toInclusive(timeMillis) - lengthMillis;
    }

    /** The window is closed here: an entry at exactly this time is inside. */
    public long toInclusive(long timeMillis) {
        return timeMillis - delayMillis;
    }

    /** How far before an event every single entry may be asked for: the delay alone where there is no end. */
    public long spanMillis() {
        return isUnbounded() ? delayMillis : Math.addExact(lengthMillis, delayMillis);
    }
}
