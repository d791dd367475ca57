package io.millrace.enrich.topology;

import io.millrace.enrich.contract.SeenEvents;
import org.apache.kafka.streams.state.WindowStore;

/** Ids in a window store, where they expire by segments. */
record KafkaSeenEvents(WindowStore<String, byte[]> store) implements SeenEvents {
    private static final byte[] SEEN = {1};

    @Override
    public boolean seenBetween(String id, long fromMillis, long toMillis) {
        try (var times = store.fetch(id, Math.max(0, fromMillis), toMillis)) {
            return times.hasNext();
        }
    }

    @Override
    public void remember(String id, long timeMillis) {
        store.put(id, SEEN, timeMillis);
    }
}
