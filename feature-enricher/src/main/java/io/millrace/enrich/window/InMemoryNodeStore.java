package io.millrace.enrich.window;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes in a hash map: for replay and tests. Confined to one thread. */
public final class InMemoryNodeStore implements NodeStore {
    private final Map<ArrayKey, byte[]> nodes = new HashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return nodes.get(new ArrayKey(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        nodes.put(new ArrayKey(key), value);
    }

    @Override
    public void delete(byte[] key) {
        nodes.remove(new ArrayKey(key));
    }

    /** Number of heads and nodes. */
    public int size() {
        return nodes.size();
    }

    /** Bytes of all keys and values together. */
    public long bytes() {
        return nodes.entrySet().stream()
                .mapToLong(entry -> entry.getKey().length() + entry.getValue().length)
                .sum();
    }
}
