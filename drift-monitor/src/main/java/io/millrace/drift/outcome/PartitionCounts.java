package io.millrace.drift.outcome;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The latest that each partition told of each cell. A value that a partition counts with the rest by now, because others came before it, is in
 * that rest already: what was told of it before is forgotten. Confined to one task.
 */
final class PartitionCounts {
    private final KeyValueStore<Bytes, byte[]> store;
    private final QualitySettings settings;

    /** By partition: the same that it has itself. */
    private final Map<Integer, Places> places = new HashMap<>();

    PartitionCounts(KeyValueStore<Bytes, byte[]> store, QualitySettings settings) {
        this.store = store;
        this.settings = settings;
        try (var stored = store.all()) {
            stored.forEachRemaining(entry -> {
                var cell = cell(entry.key);
                placesOf(partition(entry.key)).admit(cell.windowStartMillis(), cell.segment());
            });
        }
    }

    private Places placesOf(int partition) {
        return places.computeIfAbsent(partition, ignored -> new Places());
    }

    /** Whether it says anything new: a partition that begins anew tells all it has again. */
    boolean put(QualityReport.Counted counted) {
        var key = key(counted.cell(), counted.partition());
        byte[] quality = counted.quality().get();
        if (Arrays.equals(quality, store.get(key))) {
            return false;
        }
        store.put(key, quality);
        long start = counted.cell().windowStartMillis();
        placesOf(counted.partition()).admit(start, counted.cell().segment()).ifPresent(displaced -> keys(start).stream()
                .filter(other -> partition(other) == counted.partition())
                .filter(other -> cell(other).segment().equals(displaced))
                .forEach(store::delete));
        return true;
    }

    /** Starts of windows of which something is kept, ascending, that are before this one. */
    List<Long> startsBefore(long startMillis) {
        var starts = new TreeSet<Long>();
        try (var stored = store.range(Cell.from(0), Cell.from(Math.max(0, startMillis)))) {
            stored.forEachRemaining(
                    entry -> starts.add(ByteBuffer.wrap(entry.key.get()).getLong()));
        }
        return List.copyOf(starts);
    }

    /** What all partitions counted of a window; what was counted by other settings is left out. */
    WindowTotals totals(long startMillis) {
        var cells = keys(startMillis).stream().map(PartitionCounts::cell).toList();
        var totals = new WindowTotals(settings, startMillis, cells);
        try (var stored = store.range(Cell.from(startMillis), Cell.from(startMillis + 1))) {
            stored.forEachRemaining(entry -> WindowQuality.decode(settings, entry.value)
                    .ifPresent(quality -> totals.add(cell(entry.key), quality)));
        }
        return totals;
    }

    /** A window is final. */
    void delete(long startMillis) {
        keys(startMillis).forEach(store::delete);
        places.values().forEach(ofPartition -> ofPartition.forgetBefore(startMillis + 1));
    }

    private List<Bytes> keys(long startMillis) {
        var keys = new ArrayList<Bytes>();
        try (var stored = store.range(Cell.from(startMillis), Cell.from(startMillis + 1))) {
            stored.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static Bytes key(Cell cell, int partition) {
        byte[] bytes = cell.key().get();
        return Bytes.wrap(ByteBuffer.allocate(bytes.length + Integer.BYTES)
                .put(bytes)
                .putInt(partition)
                .array());
    }

    private static Cell cell(Bytes key) {
        byte[] bytes = key.get();
        return Cell.of(Arrays.copyOf(bytes, bytes.length - Integer.BYTES));
    }

    private static int partition(Bytes key) {
        byte[] bytes = key.get();
        return ByteBuffer.wrap(bytes, bytes.length - Integer.BYTES, Integer.BYTES)
                .getInt();
    }
}
