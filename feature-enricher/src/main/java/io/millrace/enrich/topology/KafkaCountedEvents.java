package io.millrace.enrich.topology;

import io.millrace.enrich.contract.CountedEvents;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Pieces in a window store, where they expire by segments: what is kept of a key that falls silent leaves by itself. */
record KafkaCountedEvents(WindowStore<String, byte[]> store) implements CountedEvents {
    @Override
    public byte @Nullable [] get(String key, long startMillis) {
        return store.fetch(key, startMillis);
    }

    @Override
    public void put(String key, long startMillis, byte[] piece) {
        store.put(key, piece, startMillis);
    }
}
