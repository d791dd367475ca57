package io.millrace.benchmarks.layout;

import io.millrace.app.runtime.BoundedRocksDb;
import io.millrace.sandbox.command.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What a store needs of an application to be opened: a task, a folder, and the settings of RocksDB that a pipeline runs with.
 * No changelog is written. Closing it closes the store and deletes the folder.
 */
final class TaskContext implements AutoCloseable {
    private final Path folder;
    private final MockProcessorContext<Void, Void> context;
    private final List<StateStore> stores = new ArrayList<>();

    TaskContext() throws IOException {
        this.folder = Files.createTempDirectory("millrace-layout");
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "layout");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        this.context = new MockProcessorContext<>(properties, new TaskId(0, 0), folder.toFile());
    }

    /** Opens a store, unlogged and without a cache. */
    <S extends StateStore> S open(StoreBuilder<S> builder) {
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        stores.add(store);
        return store;
    }

    @Override
    public void close() {
        stores.forEach(StateStore::close);
        TemporaryFolder.delete(folder);
    }
}
