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

    /**
     * RocksDB keeps such entries in an instance for each half of the time they are kept, and opening one costs more than many
     * events: where event time runs faster than the clock, as in a backlog, short memories would do little else.
     */
    private static final Duration LEAST_KEPT_IN_ROCKSDB = Duration.ofDays(2);

    private static final Duration POINT_IN_TIME = Duration.ofMillis(1);

    public KeyValueBytesStoreSupplier keyValueStore(String name) {
        return this == IN_MEMORY ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
    }

    /**
     * Entries by key and a time of their own, which expire by segments.
     *
     * @param kept how far behind the latest an entry must still be found; it may be found longer
     */
    WindowBytesStoreSupplier windowStore(String name, Duration kept) {
        if (this == IN_MEMORY) {
            return Stores.inMemoryWindowStore(name, kept, POINT_IN_TIME, false);
        }
        Duration longer = kept.compareTo(LEAST_KEPT_IN_ROCKSDB) < 0 ? LEAST_KEPT_IN_ROCKSDB : kept;
        return Stores.persistentWindowStore(name, longer, POINT_IN_TIME, false);
    }
}
