package io.millrace.enrich.topology;

import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** Where keyed state lives while the application runs. Either way it is logged to a changelog topic and restored from it. */
public enum StoreKind {
    /** On the heap: for state that fits. */
    IN_MEMORY,
    /** In RocksDB, under the state directory. */
    ROCKSDB;

    KeyValueBytesStoreSupplier keyValueStore(String name) {
        return this == IN_MEMORY ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
    }
}
