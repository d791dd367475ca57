package io.millrace.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The latest event time that a task has scored: whoever has the task next must not forget it, or a change of models might be set for a time
 * that has been scored already. Written once a commit. Confined to the thread of its task.
 */
final class ScoreProgress {
    /** Name of its store. */
    static final String STORE = "score-progress";

    /** Nothing has been scored. */
    static final long NOTHING_MILLIS = -1;

    private static final Bytes LATEST = Bytes.wrap("latest".getBytes(UTF_8));

    private final KeyValueStore<Bytes, Long> store;
    private long keptMillis;
    private long latestMillis;

    ScoreProgress(KeyValueStore<Bytes, Long> store) {
        this.store = store;
        Long kept = store.get(LATEST);
        this.keptMillis = kept == null ? NOTHING_MILLIS : kept;
        this.latestMillis = keptMillis;
    }

    /** The store that it is in. */
    static StoreBuilder<KeyValueStore<Bytes, Long>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.Long());
    }

    /** In milliseconds since the epoch; {@link #NOTHING_MILLIS} if nothing has been scored. */
    long latestMillis() {
        return latestMillis;
    }

    /** An event of this time is being scored. */
    void scored(long millis) {
        latestMillis = Math.max(latestMillis, millis);
    }

    /** To be called before what was read is committed. */
    void keep() {
        if (latestMillis > keptMillis) {
            store.put(LATEST, latestMillis);
            keptMillis = latestMillis;
        }
    }
}
