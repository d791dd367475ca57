package io.millrace.enrich.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Windows that end at the same time, cut where any of them begins: {@code (t - 30d, t - 7d]}, {@code (t - 7d, t - 1d]},
 * {@code (t - 1d, t]}. Whatever is in one of them is looked at once, and not once for every window that it is in. Used again
 * for every event. Confined to one thread.
 */
final class Segments {
    private final Summary[] summaries;
    private final long[] from;
    private long to;

    /** @param summaries of the windows, the shortest window's first */
    Segments(List<Summary> summaries) {
        this.summaries = summaries.toArray(Summary[]::new);
        this.from = new long[this.summaries.length];
    }

    /** Empties them for other windows. */
    void clear(long toInclusive) {
        to = toInclusive;
        for (Summary summary : summaries) {
            summary.clear();
        }
    }

    /** Says where a window begins; no shorter one begins before it. */
    void begin(int window, long fromExclusive) {
        from[window] = fromExclusive;
    }

    /** What entries of that time are added to; null where they are in no window. */
    @Nullable
    Summary of(long time) {
        if (time > to) {
            return null;
        }
        for (int i = 0; i < from.length; i++) {
            if (time > from[i]) {
                return summaries[i];
            }
        }
        return null;
    }

    /** What entries of all those times are added to; null where there is no such one. */
    @Nullable
    Summary of(long earliest, long latest) {
        if (latest > to) {
            return null;
        }
        for (int i = 0; i < from.length; i++) {
            if (latest > from[i]) {
                return earliest > from[i] ? summaries[i] : null;
            }
        }
        return null;
    }

    /** Whether any window reaches into the time between. */
    boolean touch(long earliest, long latest) {
        return earliest <= to && latest > from[from.length - 1];
    }

    /** What reaches back to the first entry that ever was; null where no window does. */
    @Nullable
    Summary unbounded() {
        int longest = from.length - 1;
        return from[longest] == Long.MIN_VALUE ? summaries[longest] : null;
    }

    /** Makes windows of segments: all have been filled. Times do not overlap, so those of shorter windows are later. */
    void join() {
        for (int i = 1; i < summaries.length; i++) {
            summaries[i].add(summaries[i - 1]);
        }
    }
}
