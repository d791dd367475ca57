package io.millrace.enrich.topology;

import io.millrace.enrich.state.OrderedStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A Kafka Streams store, whose own order is that of its keys' bytes. */
record KafkaOrderedStore(KeyValueStore<Bytes, byte[]> store) implements OrderedStore {
    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.put(Bytes.wrap(key), null); // its delete would read first
    }

    @Override
    public Entries ascending(byte[] from, byte[] to) {
        return new Opened(store.range(Bytes.wrap(from), Bytes.wrap(to)));
    }

    @Override
    public Entries descending(byte[] from, byte[] to) {
        return new Opened(store.reverseRange(Bytes.wrap(from), Bytes.wrap(to)));
    }

    private record Opened(KeyValueIterator<Bytes, byte[]> entries) implements Entries {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry next() {
            var next = entries.next();
            return new Entry(next.key.get(), next.value);
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
