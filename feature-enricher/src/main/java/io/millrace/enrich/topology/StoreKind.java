package io.millrace.enrich.topology;

import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** Where keyed state lives while the application runs. Either way it is logged to a changelog topic and restored from it. */
public enum StoreKind {
    /** On the heap: for state that fits. */
    IN_MEMORY,
    /** In RocksDB, under the state directory. */
    ROCKSDB;

    KeyValueBytesStoreSupplier keyValueStore(String name) {
        return this == IN_MEMORY ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
    }

    /** Entries by key and a time of their own, which expire by segments. */
    WindowBytesStoreSupplier windowStore(String name, Duration retention) {
        var pointInTime = Duration.ofMillis(1);
        return this == IN_MEMORY
                ? Stores.inMemoryWindowStore(name, retention, pointInTime, false)
                : Stores.persistentWindowStore(name, retention, pointInTime, false);
    }
}
