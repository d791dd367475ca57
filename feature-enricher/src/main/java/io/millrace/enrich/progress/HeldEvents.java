package io.millrace.enrich.progress;

import io.millrace.enrich.state.OrderedStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Events that wait, by event time and among equal times by arrival. A key is both, as two longs, big-endian. The first of them are
 * known without asking the store: to open a range of it costs more than an event may, however few are read. Confined to one thread.
 */
public final class HeldEvents {
    private static final int MOST_KNOWN = 1_000;
    private static final Key LAST_OF_ALL = new Key(Long.MAX_VALUE, Long.MAX_VALUE);

    private final OrderedStore store;

    /** The first in the store; all that there are if they are as many. Empty only if none is held. */
    private final TreeMap<Key, byte[]> first = new TreeMap<>();

    private long count;

    /** Whether one may go. */
    public interface Ready {
        boolean test(long timeMillis, long arrival);
    }

    private record Key(long timeMillis, long arrival) implements Comparable<Key> {
        static Key of(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes);
            return new Key(in.getLong(), in.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(timeMillis)
                    .putLong(arrival)
                    .array();
        }

        @Override
        public int compareTo(Key other) {
            return timeMillis != other.timeMillis
                    ? Long.compare(timeMillis, other.timeMillis)
                    : Long.compare(arrival, other.arrival);
        }
    }

    /** Goes on with what the store holds, after having counted it. */
    public HeldEvents(OrderedStore store) {
        this.store = store;
        try (var entries = store.ascending(new Key(0, 0).bytes(), LAST_OF_ALL.bytes())) {
            while (entries.hasNext()) {
                know(entries.next());
                count++;
            }
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    /** Time of the first; {@link SenderWatermarks#NOBODY} if there is none. */
    public long earliestMillis() {
        return first.isEmpty() ? SenderWatermarks.NOBODY : first.firstKey().timeMillis();
    }

    /**
     * Holds an event.
     *
     * @param timeMillis event time, 0 or later
     * @param arrival greater than that of any event that arrived before; no two events have both in common
     */
    public void hold(long timeMillis, long arrival, byte[] event) {
        var key = new Key(timeMillis, arrival);
        store.put(key.bytes(), event);
        boolean allKnown = first.size() == count;
        count++;
        if (allKnown || key.compareTo(first.lastKey()) < 0) {
            first.put(key, event);
            if (first.size() > MOST_KNOWN) {
                first.pollLastEntry();
            }
        }
    }

    /**
     * Lets the first events go, in order. Each is no longer held when it is handed over; the others still are.
     *
     * @param upToMillis up to this time, inclusive
     * @param most at most so many
     */
    public void release(long upToMillis, int most, Consumer<byte[]> into) {
        release((timeMillis, arrival) -> timeMillis <= upToMillis, most, into);
    }

    /**
     * Lets the first events go, in order, until one is not ready.
     *
     * @param most at most so many
     */
    public void release(Ready ready, int most, Consumer<byte[]> into) {
        for (int i = 0; i < most && firstIs(ready); i++) {
            Map.Entry<Key, byte[]> leaving = first.pollFirstEntry();
            store.delete(leaving.getKey().bytes());
            count--;
            if (first.isEmpty() && count > 0) {
                readAfter(leaving.getKey());
            }
            into.accept(leaving.getValue());
        }
    }

    private boolean firstIs(Ready ready) {
        return !first.isEmpty()
                && ready.test(first.firstKey().timeMillis(), first.firstKey().arrival());
    }

    /** From there on, because a store may have to read over all that was deleted before. */
    private void readAfter(Key last) {
        try (var entries = store.ascending(last.bytes(), LAST_OF_ALL.bytes())) {
            while (entries.hasNext() && first.size() < MOST_KNOWN) {
                know(entries.next());
            }
        }
    }

    private void know(OrderedStore.Entry entry) {
        if (first.size() < MOST_KNOWN) {
            first.put(Key.of(entry.key()), entry.value());
        }
    }
}
