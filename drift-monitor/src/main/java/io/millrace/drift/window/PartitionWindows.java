package io.millrace.drift.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The open windows of one partition. Whether a row is in time depends on the rows before it in the same partition and on
 * nothing else, so reading the partition again gives the same windows. Not safe for use by several threads.
 */
public final class PartitionWindows {
    private final TumblingWindows windows;
    private final Supplier<WindowAccumulator> empty;
    private final NavigableMap<Long, WindowAccumulator> open = new TreeMap<>();
    private final NavigableMap<Long, Long> changed = new TreeMap<>();
    private long watermark = Long.MIN_VALUE;

    /**
     * A window that changed since changes were last taken.
     *
     * @param startMillis its start
     * @param rows everything counted in it so far; live, not a copy
     * @param added how many of these rows are new
     */
    public record Change(long startMillis, WindowAccumulator rows, long added) {}

    /**
     * Begins without a window.
     *
     * @param empty makes the accumulator of a new window
     */
    public PartitionWindows(TumblingWindows windows, Supplier<WindowAccumulator> empty) {
        this.windows = windows;
        this.empty = empty;
    }

    /** Takes back a window that was open before a restart. It counts as changed: what was last told of it is not known. */
    public void restore(long startMillis, WindowAccumulator rows) {
        open.put(startMillis, rows);
        changed.put(startMillis, 0L);
        // The latest row of all lies in a window that is still open, so the watermark needs no place of its own.
        watermark = Math.max(watermark, rows.latestMillis());
    }

    /**
     * Counts one prediction, unless its window is closed already.
     *
     * @return start of its window; empty if the row is too late
     */
    public OptionalLong add(Observation row) {
        watermark = Math.max(watermark, row.eventTimeMillis());
        long start = windows.startOf(row.eventTimeMillis());
        if (windows.endOf(start) <= windows.closedUntil(watermark)) {
            return OptionalLong.empty();
        }
        open.computeIfAbsent(start, ignored -> empty.get()).add(row);
        changed.merge(start, 1L, Long::sum);
        return OptionalLong.of(start);
    }

    /**
     * Counts what has been counted of one window elsewhere, unless the window is closed already: by what was added before, not by these rows themselves.
     *
     * @param startMillis of the window
     * @param rows not changed
     * @return whether it was in time
     */
    public boolean merge(long startMillis, WindowAccumulator rows) {
        if (watermark != Long.MIN_VALUE && windows.endOf(startMillis) <= windows.closedUntil(watermark)) {
            return false;
        }
        watermark = Math.max(watermark, rows.latestMillis());
        open.computeIfAbsent(startMillis, ignored -> empty.get()).merge(rows);
        changed.merge(startMillis, rows.rows(), Long::sum);
        return true;
    }

    /** All open windows by their start; live, not copies. */
    public SortedMap<Long, WindowAccumulator> open() {
        return Collections.unmodifiableSortedMap(open);
    }

    /** What is counted in an open window. */
    public WindowAccumulator rows(long startMillis) {
        var rows = open.get(startMillis);
        if (rows == null) {
            throw new IllegalArgumentException("no open window starts at " + startMillis);
        }
        return rows;
    }

    /** Largest event time seen; empty before the first row. */
    public OptionalLong watermark() {
        return watermark == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(watermark);
    }

    /** The windows that changed since they were last taken, earliest first. */
    public List<Change> takeChanges() {
        return take(changed);
    }

    /** Of them those that no row can join any more. */
    public List<Change> takeClosedChanges() {
        return watermark == Long.MIN_VALUE ? List.of() : take(changed.headMap(windows.closedUntil(watermark), false));
    }

    private List<Change> take(SortedMap<Long, Long> some) {
        var changes = new ArrayList<Change>();
        some.forEach((start, added) -> changes.add(new Change(start, rows(start), added)));
        some.clear();
        return changes;
    }

    /** Forgets the windows that no row can join any more, and gives their starts. Call after {@link #takeClosedChanges}. */
    public List<Long> dropClosed() {
        if (watermark == Long.MIN_VALUE) {
            return List.of();
        }
        var closed = open.headMap(windows.closedUntil(watermark), false);
        var starts = List.copyOf(closed.keySet());
        closed.clear();
        return starts;
    }
}
