package io.millrace.enrich.reference;

import io.millrace.enrich.state.OrderedStore;
import io.millrace.enrich.state.OrderedStore.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every record of every key of a reference, by the time since when it holds. A record holds until the next one of its key does; a
 * removal holds like a record, only that there is none then.
 *
 * <p>Records that have been followed by another can be {@link #forget forgotten} once no event before that will ask. What can be
 * forgotten is found in the order of time, without a look at what cannot. The last record of a key is kept for ever, a removal
 * like any record that was followed.
 *
 * <pre>
 * version   00, length of the key (4 bytes), the key, since when (8 bytes)                      01, payload; 00 for a removal
 * followed  01, from when on it does not hold any more (8 bytes), the version's key without 00  nothing
 * </pre>
 *
 * Numbers are big-endian. Confined to one thread.
 */
public final class ReferenceVersions {
    /** So many are forgotten in one go; the others follow with the next one. */
    static final int MOST_FORGOTTEN = 1_000;

    private static final byte VERSION = 0;
    private static final byte FOLLOWED = 1;
    private static final byte RECORD = 1;
    private static final byte[] NOTHING = {};
    private static final byte[] REMOVAL = {0};

    private final OrderedStore store;

    public ReferenceVersions(OrderedStore store) {
        this.store = store;
    }

    /**
     * Adds what holds for a key from a time on. Of two for the same time the later one counts.
     *
     * @param sinceMillis inclusive, 0 or later; in any order
     * @param payload null if from then on there is no record
     */
    public void put(byte[] key, long sinceMillis, byte @Nullable [] payload) {
        Entry before = asOf(key, sinceMillis - 1);
        if (before != null) {
            follow(sinceMillis, before.key());
        }
        Entry after = next(key, sinceMillis + 1);
        byte[] at = version(key, sinceMillis);
        if (after != null) {
            follow(since(after.key()), at);
        }
        if (payload == null) {
            follow(sinceMillis, at); // once what it removes is forgotten, nothing is left to be said
        } else {
            store.delete(followed(sinceMillis, unmarked(at))); // where it was a removal before
        }
        store.put(at, payload == null ? REMOVAL : record(payload));
    }

    /**
     * The payload that holds for a key at a time; null where there is none, or it was forgotten.
     *
     * @param timeMillis 0 or later
     */
    public byte @Nullable [] at(byte[] key, long timeMillis) {
        Entry holds = asOf(key, timeMillis);
        return holds == null || holds.value()[0] != RECORD ? null : payload(holds.value());
    }

    /**
     * Forgets records that ceased to hold at or before a time, the earliest first, at most {@value #MOST_FORGOTTEN}.
     *
     * @param beforeMillis no event before this time will ask any more
     */
    public void forget(long beforeMillis) {
        if (beforeMillis < 0) {
            return;
        }
        List<Entry> due = new ArrayList<>();
        try (var entries = store.ascending(followed(0, NOTHING), followed(beforeMillis + 1, NOTHING))) {
            while (entries.hasNext() && due.size() < MOST_FORGOTTEN) {
                due.add(entries.next());
            }
        }
        for (Entry entry : due) {
            ByteBuffer version = ByteBuffer.wrap(entry.key()).position(1 + Long.BYTES);
            store.delete(ByteBuffer.allocate(1 + version.remaining())
                    .put(VERSION)
                    .put(version)
                    .array());
            store.delete(entry.key());
        }
    }

    private @Nullable Entry asOf(byte[] key, long timeMillis) {
        if (timeMillis < 0) {
            return null;
        }
        try (var entries = store.descending(version(key, 0), version(key, timeMillis))) {
            return entries.hasNext() ? entries.next() : null;
        }
    }

    private @Nullable Entry next(byte[] key, long sinceMillis) {
        try (var entries = store.ascending(version(key, sinceMillis), version(key, Long.MAX_VALUE))) {
            return entries.hasNext() ? entries.next() : null;
        }
    }

    private void follow(long untilMillis, byte[] version) {
        store.put(followed(untilMillis, unmarked(version)), NOTHING);
    }

    private static byte[] unmarked(byte[] version) {
        return Arrays.copyOfRange(version, 1, version.length);
    }

    /** The length comes first, so that no key is mistaken for the beginning of another. */
    private static byte[] version(byte[] key, long sinceMillis) {
        return ByteBuffer.allocate(1 + Integer.BYTES + key.length + Long.BYTES)
                .put(VERSION)
                .putInt(key.length)
                .put(key)
                .putLong(sinceMillis)
                .array();
    }

    private static byte[] followed(long untilMillis, byte[] version) {
        return ByteBuffer.allocate(1 + Long.BYTES + version.length)
                .put(FOLLOWED)
                .putLong(untilMillis)
                .put(version)
                .array();
    }

    private static long since(byte[] version) {
        return ByteBuffer.wrap(version).getLong(version.length - Long.BYTES);
    }

    private static byte[] record(byte[] payload) {
        return ByteBuffer.allocate(1 + payload.length).put(RECORD).put(payload).array();
    }

    private static byte[] payload(byte[] value) {
        return Arrays.copyOfRange(value, 1, value.length);
    }
}
