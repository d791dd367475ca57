package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** Where heads and nodes are kept. Neither side changes an array after handing it over. Confined to one thread. */
public interface NodeStore {
    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    /** Deleting what is not there is allowed. */
    void delete(byte[] key);
}
