package io.millrace.enrich.plan;

import io.millrace.enrich.window.NodeStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores of a station's histories in memory. Safe for concurrent use, as those of Kafka Streams are. */
final class Stores implements Function<StationHistory, NodeStore> {
    private final Map<String, Nodes> stores = new ConcurrentHashMap<>();

    /** One store. */
    static final class Nodes implements NodeStore {
        final Map<ByteBuffer, byte[]> nodes = new ConcurrentHashMap<>();

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
    }

    @Override
    public Nodes apply(StationHistory history) {
        return stores.computeIfAbsent(history.store(), first -> new Nodes());
    }

    Stores copy() {
        var copy = new Stores();
        stores.forEach((name, nodes) -> {
            var same = new Nodes();
            same.nodes.putAll(nodes.nodes);
            copy.stores.put(name, same);
        });
        return copy;
    }
}
