package io.millrace.enrich.state;

import java.util.Iterator;

/**
 * Bytes in the order of their keys, compared byte by byte without sign, a prefix before what it begins. Neither side changes
 * an array after handing it over. Confined to one thread.
 */
public interface OrderedStore {
    /** One stored pair. */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Entry(byte[] key, byte[] value) {}

    /** Entries in order; to be closed. Whether it shows what is changed after it was opened is not said. */
    interface Entries extends Iterator<Entry>, AutoCloseable {
        @Override
        void close();
    }

    void put(byte[] key, byte[] value);

    /** Deleting what is not there is allowed. */
    void delete(byte[] key);

    /** The entries with a key in [from, to]. */
    Entries ascending(byte[] from, byte[] to);

    /** The same, last one first. */
    Entries descending(byte[] from, byte[] to);
}
