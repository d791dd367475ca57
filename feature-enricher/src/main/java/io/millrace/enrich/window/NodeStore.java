package io.millrace.enrich.window;

/** Where heads and nodes are kept. Neither side changes an array after handing it over. Confined to one thread. */
public interface NodeStore extends NodeReader {
    void put(byte[] key, byte[] value);

    /** Deleting what is not there is allowed. */
    void delete(byte[] key);
}
