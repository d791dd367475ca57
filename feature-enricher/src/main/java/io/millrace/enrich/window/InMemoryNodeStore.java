package io.millrace.enrich.window;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes in a hash map: for replay and tests. Confined to one thread. */
public final class InMemoryNodeStore implements NodeStore {
    private final Map<ByteBuffer, byte[]> nodes = new HashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return nodes.get(ByteBuffer.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        nodes.put(ByteBuffer.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        nodes.remove(ByteBuffer.wrap(key));
    }

    /** Number of heads and nodes. */
    public int size() {
        return nodes.size();
    }
}
