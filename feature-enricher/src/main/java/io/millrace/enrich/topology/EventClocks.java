package io.millrace.enrich.topology;

import io.millrace.enrich.contract.StreamTime;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Makes the event clocks of tasks. A clock moves with nearly every event and must be stored as it is at every commit: whoever has the task
 * next would otherwise accept events that are late.
 */
public interface EventClocks {
    /** Name of the store: partition to the latest event time accepted from it. */
    String STORE = "event-clock";

    /** Stores every move; Kafka Streams' cache makes one changelog record a commit of them. Works with every Kafka Streams. */
    EventClocks CACHED = new EventClocks() {
        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(store().withCachingEnabled());
        }

        @Override
        public EventClock open(ProcessingContext task) {
            return new CachedEventClock(task.getStateStore(STORE), task.taskId().partition());
        }
    };

    /** Stores that the processor which opens clocks must be connected to. */
    Set<StoreBuilder<?>> stores();

    /** The clock of a task, where the task before left it; to be called from the processor's {@code init}. */
    EventClock open(ProcessingContext task);

    /** The store of all clocks, without a cache. */
    static StoreBuilder<KeyValueStore<Integer, Long>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Integer(), Serdes.Long());
    }

    /** What the store says; {@link StreamTime#UNKNOWN} if nothing. */
    static long stored(KeyValueStore<Integer, Long> store, int partition) {
        Long known = store.get(partition);
        return known == null ? StreamTime.UNKNOWN : known;
    }
}
