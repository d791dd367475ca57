package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** Where heads and nodes are read. Neither side changes an array that was handed over. */
public interface NodeReader {
    /** Null where there is nothing under a key. */
    byte @Nullable [] get(byte[] key);
}
