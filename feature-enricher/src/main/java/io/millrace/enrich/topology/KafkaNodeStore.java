package io.millrace.enrich.topology;

import io.millrace.enrich.window.NodeStore;
import io.millrace.enrich.window.RecentNodes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Nodes in a Kafka Streams store. */
public record KafkaNodeStore(KeyValueStore<Bytes, byte[]> store) implements NodeStore {
    /** Of every store of every task: the histories of some ten thousand keys. */
    private static final long RECENT_BYTES = 8L << 20;

    /**
     * A task's way to one of its stores, with what was last used before it.
     *
     * @param store open, and written by nobody else
     */
    public static NodeStore over(KeyValueStore<Bytes, byte[]> store) {
        return new RecentNodes(new KafkaNodeStore(store), RECENT_BYTES);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.put(Bytes.wrap(key), null); // its delete would read first
    }
}
