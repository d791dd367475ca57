package io.millrace.enrich.topology;

import io.millrace.enrich.contract.StreamTime;
import org.apache.kafka.streams.state.KeyValueStore;

/** Stored whenever it moves. To ask the store for every event would take as long as to decode one. */
final class CachedEventClock implements EventClock {
    private final KeyValueStore<Integer, Long> store;
    private final int partition;
    private long millis;

    CachedEventClock(KeyValueStore<Integer, Long> store, int partition) {
        this.store = store;
        this.partition = partition;
        this.millis = EventClocks.stored(store, partition);
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public void accepted(long timeMillis) {
        long advanced = StreamTime.advance(millis, timeMillis);
        if (advanced != millis) {
            store.put(partition, advanced);
            millis = advanced;
        }
    }
}
