package io.millrace.enrich.progress;

import io.millrace.enrich.state.OrderedStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait, by event time and among equal times by arrival. A key is both, as two longs, big-endian. The first key is
 * known without looking: what was deleted before it is never read over again. Confined to one thread.
 */
public final class HeldEvents {
    private static final byte[] FIRST_OF_ALL = key(0, 0);
    private static final byte[] LAST_OF_ALL = key(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Whether one may go. */
    public interface Ready {
        boolean test(long timeMillis, long arrival);
    }

    private final OrderedStore store;
    private byte @Nullable [] first;
    private long count;

    /** Goes on with what the store holds, after having counted it. */
    public HeldEvents(OrderedStore store) {
        this.store = store;
        try (var entries = store.ascending(FIRST_OF_ALL, LAST_OF_ALL)) {
            while (entries.hasNext()) {
                byte[] key = entries.next().key();
                first = first == null ? key : first;
                count++;
            }
        }
    }

    public boolean isEmpty() {
        return first == null;
    }

    public long count() {
        return count;
    }

    /** Time of the first; {@link SenderWatermarks#NOBODY} if there is none. */
    public long earliestMillis() {
        return first == null ? SenderWatermarks.NOBODY : timeOf(first);
    }

    /**
     * Holds an event.
     *
     * @param timeMillis event time, 0 or later
     * @param arrival greater than that of any event that arrived before; no two events have both in common
     */
    public void hold(long timeMillis, long arrival, byte[] event) {
        byte[] key = key(timeMillis, arrival);
        store.put(key, event);
        count++;
        if (first == null || Arrays.compareUnsigned(key, first) < 0) {
            first = key;
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
        if (first == null || !isReady(first, ready)) {
            return;
        }
        List<OrderedStore.Entry> leaving = new ArrayList<>();
        byte[] rest = null;
        try (var entries = store.ascending(first, LAST_OF_ALL)) {
            while (rest == null && entries.hasNext()) {
                OrderedStore.Entry entry = entries.next();
                if (leaving.size() < most && isReady(entry.key(), ready)) {
                    leaving.add(entry);
                } else {
                    rest = entry.key();
                }
            }
        }
        for (int i = 0; i < leaving.size(); i++) {
            store.delete(leaving.get(i).key());
            count--;
            first = i + 1 < leaving.size() ? leaving.get(i + 1).key() : rest;
            into.accept(leaving.get(i).value());
        }
    }

    private static boolean isReady(byte[] key, Ready ready) {
        return ready.test(timeOf(key), ByteBuffer.wrap(key).getLong(Long.BYTES));
    }

    private static byte[] key(long timeMillis, long arrival) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(timeMillis)
                .putLong(arrival)
                .array();
    }

    private static long timeOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }
}
