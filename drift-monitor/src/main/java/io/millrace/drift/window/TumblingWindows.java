package io.millrace.drift.window;

import java.time.Duration;

/**
 * Event-time windows [start, start + length), one after the other, aligned to 1970-01-01T00:00:00Z. All instants are
 * milliseconds since then.
 *
 * <p>A watermark of w says that the stream has come as far as event time w. A window is closed once the watermark has
 * reached its end plus the grace: a row that trails the latest one by no more than the grace is always in time.
 */
public record TumblingWindows(Duration length, Duration grace) {

    /** Refuses, with an IllegalArgumentException, a length below a millisecond and a negative grace. */
    public TumblingWindows {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException("window must be at least 1 ms, was " + length);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
    }

    /** Start of the window that holds the event time. */
    public long startOf(long eventTimeMillis) {
        return eventTimeMillis - Math.floorMod(eventTimeMillis, length.toMillis());
    }

    /** End of the window, exclusive. */
    public long endOf(long startMillis) {
        return startMillis + length.toMillis();
    }

    /** Every window that ends at or before this instant is closed at the watermark, and no other. */
    public long closedUntil(long watermarkMillis) {
        return startOf(watermarkMillis - grace.toMillis());
    }
}
