package io.millrace.drift.window;

import java.time.Duration;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Event-time windows [end - length, end), one of which ends with every slide, aligned to 1970-01-01T00:00:00Z. They are made of
 * panes as long as the slide, so that a row is counted once, however many windows it is in. All instants are milliseconds since then.
 *
 * @param length of a window, a multiple of {@code slide}
 * @param slide from one window's end to the next; the length, where windows do not overlap
 * @param grace how long after its end a pane still takes late rows; see {@link TumblingWindows}
 */
public record SlidingWindows(Duration length, Duration slide, Duration grace) {
    /** A window consists of no more panes: each is kept for as long as the window is. */
    public static final int MOST_PANES = 100;

    /** Refuses, with an IllegalArgumentException, a length that is no multiple of the slide, and what panes refuse. */
    public SlidingWindows {
        var panes = new TumblingWindows(slide, grace);
        long times = length.toMillis() / panes.length().toMillis();
        if (times < 1 || times > MOST_PANES || times * slide.toMillis() != length.toMillis()) {
            throw new IllegalArgumentException(
                    "window must be 1 to " + MOST_PANES + " times the slide of " + slide + ", was " + length);
        }
    }

    /** Windows that do not overlap. */
    public static SlidingWindows tumbling(Duration length, Duration grace) {
        return new SlidingWindows(length, length, grace);
    }

    /** What windows are made of. */
    public TumblingWindows panes() {
        return new TumblingWindows(slide, grace);
    }

    /** Whether a pane is in one window only. */
    public boolean areTumbling() {
        return length.equals(slide);
    }

    /** Start of the window that ends there. */
    public long startOf(long endMillis) {
        return endMillis - length.toMillis();
    }

    /** Every pane that starts before this is in no window that ends later. */
    public long neededFrom(long endMillis) {
        return startOf(endMillis) + slide.toMillis();
    }

    /**
     * The ends of the windows that hold one of these panes at least.
     *
     * @param afterMillis none that ends at or before this
     * @param untilMillis none that ends later
     */
    public NavigableSet<Long> endsOver(Collection<Long> paneStarts, long afterMillis, long untilMillis) {
        var ends = new TreeSet<Long>();
        for (long start : paneStarts) {
            for (long end = start + slide.toMillis(); end <= start + length.toMillis(); end += slide.toMillis()) {
                if (end > afterMillis && end <= untilMillis) {
                    ends.add(end);
                }
            }
        }
        return ends;
    }
}
