package io.millrace.drift.topology;

import io.millrace.drift.window.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Windows in a store, part by part: by their start, then by whose they are (a number of the caller's, not negative). Event times are
 * never negative, so big-endian bytes sort as the numbers do. Confined to one task.
 */
final class StoredWindows {
    private static final int START_BYTES = Long.BYTES;
    private static final int OWNER_BYTES = Integer.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;

    StoredWindows(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void put(long startMillis, int owner, Bytes part, byte[] rows) {
        store.put(key(startMillis, owner, part.get()), rows);
    }

    void remove(long startMillis, int owner, Part part) {
        store.delete(key(startMillis, owner, part.encode()));
    }

    /** Removes what one of them has of a window. */
    void remove(long startMillis, int owner) {
        removeAll(key(startMillis, owner, new byte[0]), key(startMillis, owner + 1, new byte[0]));
    }

    /** Removes a window. */
    void remove(long startMillis) {
        removeAll(key(startMillis), key(startMillis + 1));
    }

    private void removeAll(Bytes from, Bytes to) {
        var keys = new ArrayList<Bytes>();
        try (var stored = store.range(from, to)) {
            stored.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }

    /** The starts of all windows. */
    NavigableSet<Long> starts() {
        var starts = new TreeSet<Long>();
        try (var stored = store.all()) {
            stored.forEachRemaining(
                    entry -> starts.add(ByteBuffer.wrap(entry.key.get()).getLong()));
        }
        return starts;
    }

    /** All parts of a window, by whose they are. */
    SortedMap<Integer, Map<Part, byte[]>> of(long startMillis) {
        var parts = new TreeMap<Integer, Map<Part, byte[]>>();
        try (var stored = store.range(key(startMillis), key(startMillis + 1))) {
            while (stored.hasNext()) {
                var entry = stored.next();
                var key = ByteBuffer.wrap(entry.key.get());
                int owner = key.getInt(START_BYTES);
                byte[] part = new byte[key.capacity() - START_BYTES - OWNER_BYTES];
                key.position(START_BYTES + OWNER_BYTES).get(part);
                parts.computeIfAbsent(owner, ignored -> new LinkedHashMap<>()).put(Part.decode(part), entry.value);
            }
        }
        return parts;
    }

    /** Shorter than every key of what it begins, so it sorts before them. */
    private static Bytes key(long startMillis) {
        return Bytes.wrap(ByteBuffer.allocate(START_BYTES).putLong(startMillis).array());
    }

    private static Bytes key(long startMillis, int owner, byte[] part) {
        return Bytes.wrap(ByteBuffer.allocate(START_BYTES + OWNER_BYTES + part.length)
                .putLong(startMillis)
                .putInt(owner)
                .put(part)
                .array());
    }
}
