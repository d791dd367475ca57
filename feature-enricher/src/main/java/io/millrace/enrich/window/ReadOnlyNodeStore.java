package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** A store that somebody else writes. */
record ReadOnlyNodeStore(NodeReader reader) implements NodeStore {
    @Override
    public byte @Nullable [] get(byte[] key) {
        return reader.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        throw new UnsupportedOperationException("this state is only read");
    }

    @Override
    public void delete(byte[] key) {
        throw new UnsupportedOperationException("this state is only read");
    }
}
