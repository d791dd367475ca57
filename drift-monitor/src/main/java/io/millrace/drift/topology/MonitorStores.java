package io.millrace.drift.topology;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The monitor's stores: all logged, and in memory, because all of them together hold but a few open windows and are back from
 * their changelogs in a moment.
 */
final class MonitorStores {
    private MonitorStores() {}

    static List<StoreBuilder<?>> all() {
        return List.of(
                store(PartitionSummary.STORE, Serdes.Bytes(), Serdes.ByteArray()),
                store(PartitionDetectors.STORE, Serdes.String(), Serdes.ByteArray()),
                store(WindowBoard.PARTIALS_STORE, Serdes.Bytes(), Serdes.ByteArray()),
                store(WindowBoard.PROGRESS_STORE, Serdes.Integer(), MonitorSerdes.PROGRESS),
                store(WindowBoard.CLOSED_STORE, Serdes.String(), MonitorSerdes.CLOSED_WINDOWS),
                store(AlertBoard.STORE, Serdes.String(), MonitorSerdes.ALERT_STATE),
                store(RetrainingBoard.STORE, Serdes.String(), MonitorSerdes.RETRAINING_STATE));
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value);
    }
}
