package io.millrace.benchmarks.state;

import io.millrace.enrich.window.NodeStore;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in memory, counted: what is kept, and what a changelog would be sent, both as bytes of keys and values. What Kafka adds
 * to a record (about ten bytes) and RocksDB to an entry, and what either saves by compression, is not in it.
 */
final class CountedStore implements NodeStore {
    private final Map<Bytes, byte[]> nodes = new HashMap<>();
    private long keptBytes;
    private long loggedBytes;
    private long loggedRecords;

    @Override
    public byte @Nullable [] get(byte[] key) {
        return nodes.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        log(key.length + value.length);
        keptBytes += key.length + value.length;
        forget(key, nodes.put(Bytes.wrap(key), value));
    }

    @Override
    public void delete(byte[] key) {
        log(key.length);
        forget(key, nodes.remove(Bytes.wrap(key)));
    }

    /** Bytes of everything that is in the store. */
    long keptBytes() {
        return keptBytes;
    }

    /** Bytes of everything ever written, deletions included. */
    long loggedBytes() {
        return loggedBytes;
    }

    long loggedRecords() {
        return loggedRecords;
    }

    private void log(long bytes) {
        loggedBytes += bytes;
        loggedRecords++;
    }

    private void forget(byte[] key, byte @Nullable [] value) {
        if (value != null) {
            keptBytes -= key.length + value.length;
        }
    }
}
