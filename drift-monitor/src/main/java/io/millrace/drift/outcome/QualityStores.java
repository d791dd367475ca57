package io.millrace.drift.outcome;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Stores: all logged. What is kept for each event, and each window until its outcomes have come, is on disk; the rest is in memory. */
final class QualityStores {
    /** By input, as in {@link Told.Reader}: how far its reader has come. */
    static final String FURTHEST = "quality-furthest";

    /** By event id: {@link EventState}. */
    static final String EVENTS = "quality-events";

    /** Until when an event is kept, and its id. */
    static final String DEADLINES = "quality-deadlines";

    /** By {@link Cell}: what this partition counted. */
    static final String WINDOWS = "quality-windows";

    /** By {@link Told.Reader}: how far it has come. */
    static final String READERS = "quality-readers";

    /** The partition's watermark. */
    static final String WATERMARK = "quality-watermark";

    /** By cell and partition: what that partition counted. */
    static final String PARTIALS = "quality-partials";

    /** By partition: its watermark. */
    static final String REACHED = "quality-reached";

    /** Starts of windows of which there is more to say than was said. */
    static final String UNSAID = "quality-unsaid";

    static final String SAID = "quality-said";
    static final String BASELINE = "quality-baseline";
    static final String ALERTS = "quality-alerts";

    /** The only key of stores of one thing. */
    static final String ALL = "all";

    private QualityStores() {}

    static List<StoreBuilder<?>> all() {
        return List.of(
                // Written for many records, as the windows are: the cache lets only the last of a commit into the
                // changelog.
                inMemory(FURTHEST, Serdes.Integer(), Serdes.Long()).withCachingEnabled(),
                onDisk(EVENTS, Serdes.String(), QualitySerdes.EVENT),
                onDisk(DEADLINES, Serdes.Bytes(), Serdes.ByteArray()),
                onDisk(WINDOWS, Serdes.Bytes(), Serdes.ByteArray()).withCachingEnabled(),
                inMemory(READERS, QualitySerdes.READER, QualitySerdes.PROGRESS),
                inMemory(WATERMARK, Serdes.String(), Serdes.Long()),
                onDisk(PARTIALS, Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(REACHED, Serdes.Integer(), Serdes.Long()),
                inMemory(UNSAID, Serdes.Long(), Serdes.ByteArray()),
                inMemory(SAID, Serdes.String(), QualitySerdes.SAID),
                inMemory(BASELINE, Serdes.String(), QualitySerdes.BASELINE),
                inMemory(ALERTS, Serdes.String(), QualitySerdes.ALERT_STATE));
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> onDisk(String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), key, value);
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> inMemory(String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value);
    }
}
