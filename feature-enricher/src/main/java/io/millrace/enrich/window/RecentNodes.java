package io.millrace.enrich.window;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes last read and written, on the heap, in front of a store from which reading costs more. What is written goes to the
 * store at once, so that nothing is lost with this, and the store may be read beside it. Nobody else may write there. Confined to
 * one thread.
 */
public final class RecentNodes implements NodeStore {
    /** About what an entry takes beside its key and value: two arrays' headers, the wrapped key, the link. */
    private static final int OVERHEAD_BYTES = 120;

    private final NodeStore store;
    private final long mostBytes;
    private final LinkedHashMap<ArrayKey, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes what is held at most, keys and overhead included */
    public RecentNodes(NodeStore store, long mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        var wrapped = new ArrayKey(key);
        byte[] held = recent.get(wrapped);
        if (held != null) {
            return held;
        }
        byte[] stored = store.get(key);
        if (stored != null) {
            hold(wrapped, stored);
        }
        return stored;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(key, value);
        hold(new ArrayKey(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(key);
        var wrapped = new ArrayKey(key);
        byte[] held = recent.remove(wrapped);
        if (held != null) {
            bytes -= size(wrapped, held);
        }
    }

    private void hold(ArrayKey key, byte[] value) {
        byte[] before = recent.put(key, value);
        bytes += before == null ? size(key, value) : value.length - before.length;
        var eldest = recent.entrySet().iterator();
        while (bytes > mostBytes) {
            var entry = eldest.next();
            bytes -= size(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    private static int size(ArrayKey key, byte[] value) {
        return key.length() + value.length + OVERHEAD_BYTES;
    }
}
