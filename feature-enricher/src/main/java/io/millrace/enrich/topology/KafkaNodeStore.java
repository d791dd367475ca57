package io.millrace.enrich.topology;

import io.millrace.enrich.window.NodeStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Nodes in a Kafka Streams store. */
public record KafkaNodeStore(KeyValueStore<Bytes, byte[]> store) implements NodeStore {
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
        store.delete(Bytes.wrap(key));
    }
}
