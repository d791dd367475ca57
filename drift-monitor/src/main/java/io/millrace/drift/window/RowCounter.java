package io.millrace.drift.window;

import io.millrace.drift.profile.ReferenceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts rows where they are made, and hands over now and then what it has counted: to be merged, by whoever has the windows, with all that
 * was handed over before. Keeps no row and decides nothing: which rows are too late is for who has the windows to say. Not safe for use by
 * several threads.
 */
public final class RowCounter {
    /** Of so many windows, the latest, it is known how much has been counted; of others it is taken as none, which costs time and no more. */
    private static final int MOST_REMEMBERED = 64;

    private final ReferenceProfile profile;
    private final TumblingWindows windows;
    private final SliceCodec codec;
    private final NavigableMap<Long, WindowAccumulator> counted = new TreeMap<>();
    private final NavigableMap<Long, Map<Segment, long[]>> before = new TreeMap<>();

    /** Begins with nothing. */
    public RowCounter(ReferenceProfile profile, TumblingWindows windows) {
        this.profile = profile;
        this.windows = windows;
        this.codec = new SliceCodec(profile, windows.length());
    }

    /** Counts a row. */
    public void add(Observation row) {
        counted.computeIfAbsent(windows.startOf(row.eventTimeMillis()), this::begun)
                .add(row);
    }

    private WindowAccumulator begun(long startMillis) {
        var told = before.getOrDefault(startMillis, Map.of());
        int columns = profile.columns().size();
        return WindowAccumulator.beginning(
                segment -> RowsSummary.after(told.getOrDefault(segment, new long[columns]), profile));
    }

    /** Whether nothing was counted since it was last taken. */
    public boolean isEmpty() {
        return counted.isEmpty();
    }

    /** What was counted since, the earliest window first, as {@link SliceCodec} writes it. */
    public List<byte[]> take() {
        var slices = new ArrayList<byte[]>();
        counted.forEach((start, window) -> {
            slices.addAll(codec.encode(start, window));
            remember(start, window);
        });
        counted.clear();
        while (before.size() > MOST_REMEMBERED) {
            before.pollFirstEntry();
        }
        return slices;
    }

    private void remember(long startMillis, WindowAccumulator window) {
        var told = before.computeIfAbsent(startMillis, ignored -> new TreeMap<>());
        window.segments().forEach((segment, rows) -> {
            var counts = told.computeIfAbsent(
                    segment, ignored -> new long[rows.numbers().size()]);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += rows.numbers().get(i).count();
            }
        });
    }

    /** Drops what was counted since: it is counted again. */
    public void forget() {
        counted.clear();
    }
}
