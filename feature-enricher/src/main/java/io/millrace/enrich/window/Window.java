package io.millrace.enrich.window;

/**
 * A stretch of event time before an event: {@code (t - delay - length, t - delay]}, left open, right closed.
 *
 * @param lengthMillis positive
 * @param delayMillis 0 or positive; 0 includes the event itself
 */
public record Window(long lengthMillis, long delayMillis) {
    public Window {
        if (lengthMillis <= 0 || delayMillis < 0) {
            throw new IllegalArgumentException(
                    "not a window: length " + lengthMillis + " ms, delay " + delayMillis + " ms");
        }
    }

    /** The window is open here: an entry at exactly this time is outside. */
    public long fromExclusive(long timeMillis) {
        return toInclusive(timeMillis) - lengthMillis;
    }

    /** The window is closed here: an entry at exactly this time is inside. */
    public long toInclusive(long timeMillis) {
        return timeMillis - delayMillis;
    }

    /** How far before an event the window reaches. */
    public long spanMillis() {
        return Math.addExact(lengthMillis, delayMillis);
    }
}
