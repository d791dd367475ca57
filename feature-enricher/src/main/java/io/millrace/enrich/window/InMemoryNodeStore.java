package io.millrace.enrich.window;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes in a hash map: for replay and tests. Confined to one thread. */
public final class InMemoryNodeStore implements NodeStore {
    private final Map<Key, byte[]> nodes = new HashMap<>();

    /** An array by its content; its hash is worked out once. */
    private static final class Key {
        private final byte[] bytes;
        private final int hash;

        private Key(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return nodes.get(new Key(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        nodes.put(new Key(key), value);
    }

    @Override
    public void delete(byte[] key) {
        nodes.remove(new Key(key));
    }

    /** Number of heads and nodes. */
    public int size() {
        return nodes.size();
    }

    /** Bytes of all keys and values together. */
    public long bytes() {
        return nodes.entrySet().stream()
                .mapToLong(entry -> entry.getKey().bytes.length + entry.getValue().length)
                .sum();
    }
}
