package io.millrace.enrich.label;

import io.millrace.enrich.state.OrderedStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Payloads of events in an ordered store. A key is the segment of time an event is in, the id's length and the id, and the event's
 * time: a few short scans find an id, and what is forgotten is together at the beginning. Segments are half as long as
 * events are remembered. Confined to one thread.
 */
public final class KeptEvents implements EventsById<byte[]> {
    /** So many forgotten events are deleted in one go; the others follow. */
    private static final int MOST_AT_ONCE = 100;

    private static final byte LABELLED = 0;
    private static final byte WITH_EVENT = 1;
    private static final byte[] BEFORE_ALL = {};
    private static final byte[] AFTER_ALL = startOf(Long.MAX_VALUE);

    private final OrderedStore store;
    private final long segmentMillis;
    private long forgottenBefore;
    private byte[] first;
    private long lastSegment;

    /**
     * Goes on with what the store holds.
     *
     * @param memoryMillis how long events are remembered, about; positive
     */
    public KeptEvents(OrderedStore store, long memoryMillis) {
        this.store = store;
        this.segmentMillis = Math.max(1, memoryMillis / 2);
        try (var ascending = store.ascending(BEFORE_ALL, AFTER_ALL);
                var descending = store.descending(BEFORE_ALL, AFTER_ALL)) {
            this.first = ascending.hasNext() ? ascending.next().key() : AFTER_ALL;
            this.lastSegment =
                    descending.hasNext() ? segmentOf(descending.next().key()) : -1;
        }
    }

    @Override
    public void remember(String id, long timeMillis, byte[] payload) {
        byte[] value = new byte[payload.length + 1];
        value[0] = WITH_EVENT;
        System.arraycopy(payload, 0, value, 1, payload.length);
        put(key(id, timeMillis), value);
    }

    @Override
    public void label(String id, long timeMillis) {
        put(key(id, timeMillis), new byte[] {LABELLED});
    }

    private void put(byte[] key, byte[] value) {
        store.put(key, value);
        first = Arrays.compareUnsigned(key, first) < 0 ? key : first;
        lastSegment = Math.max(lastSegment, segmentOf(key));
    }

    @Override
    public @Nullable Known<byte[]> find(String id) {
        Known<byte[]> labelled = null;
        for (long segment = segmentOf(first); segment <= lastSegment; segment++) {
            try (var found = store.ascending(key(segment, id, 0), key(segment, id, Long.MAX_VALUE))) {
                while (found.hasNext()) {
                    var entry = found.next();
                    long timeMillis = timeOf(entry.key());
                    if (timeMillis < forgottenBefore) {
                        continue;
                    }
                    if (entry.value()[0] == WITH_EVENT) {
                        return new Known<>(timeMillis, Arrays.copyOfRange(entry.value(), 1, entry.value().length));
                    }
                    labelled = new Known<>(timeMillis, null);
                }
            }
        }
        return labelled;
    }

    @Override
    public void forgetBefore(long timeMillis) {
        forgottenBefore = timeMillis;
        long segment = Math.max(0, timeMillis) / segmentMillis;
        if (segmentOf(first) >= segment) {
            return;
        }
        byte[] rest = startOf(segment);
        List<byte[]> forgotten = new ArrayList<>();
        try (var entries = store.ascending(first, rest)) {
            while (entries.hasNext() && forgotten.size() < MOST_AT_ONCE) {
                forgotten.add(entries.next().key());
            }
            first = entries.hasNext() ? entries.next().key() : rest;
        }
        forgotten.forEach(store::delete);
    }

    private byte[] key(String id, long timeMillis) {
        return key(timeMillis / segmentMillis, id, timeMillis);
    }

    private static byte[] key(long segment, String id, long timeMillis) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + bytes.length)
                .putLong(segment)
                .putInt(bytes.length)
                .put(bytes)
                .putLong(timeMillis)
                .array();
    }

    /** Before every key of the segment and after every one of those before. */
    private static byte[] startOf(long segment) {
        return ByteBuffer.allocate(Long.BYTES).putLong(segment).array();
    }

    private static long segmentOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    private static long timeOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }
}
