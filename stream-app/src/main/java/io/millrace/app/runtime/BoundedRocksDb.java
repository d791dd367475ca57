package io.millrace.app.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of the process one budget of memory. By default every store of every partition has a cache and
 * write buffers of its own, about 100 MB, and keeps the indexes of its files beside them: the more partitions an instance
 * takes over, the more it would need. Kafka Streams makes one of these per store; all share the same native memory.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** Blocks, indexes, filters and write buffers of all stores together, in bytes: a Long in the configuration. */
    static final String MEMORY_BYTES_CONFIG = "millrace.rocksdb.memory.bytes";

    /** Write buffers may take one part in so many of it before they are flushed. */
    static final int WRITE_BUFFER_SHARE = 4;

    private static final int SHARDS_BY_CAPACITY = -1;
    private static final double SHARE_KEPT_FOR_INDEXES = 0.1;

    /** By its size: a process has one, unless it runs pipelines with different settings. */
    private static final Map<Long, Memory> SHARED = new ConcurrentHashMap<>();

    /** Made with the first store: Kafka Streams loads the setter's class before RocksDB's native library. */
    private record Memory(Cache cache, WriteBufferManager writeBuffers) {
        private static Memory of(long bytes) {
            // A limit that is kept strictly would fail reads; this one is exceeded by blocks in use only.
            var cache = new LRUCache(bytes, SHARDS_BY_CAPACITY, false, SHARE_KEPT_FOR_INDEXES);
            return new Memory(cache, new WriteBufferManager(bytes / WRITE_BUFFER_SHARE, cache));
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Memory memory = SHARED.computeIfAbsent(limitBytes(configs), Memory::of);
        // This very instance: Kafka Streams reads its cache metrics from it.
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers);
    }

    private static long limitBytes(Map<String, Object> configs) {
        return configs.get(MEMORY_BYTES_CONFIG) instanceof Long bytes ? bytes : StateSettings.DEFAULT.rocksDbBytes();
    }

    /** What the stores that share a limit take just now, in bytes: blocks and write buffers. 0 before the first one is open. */
    static long usedBytes(long limitBytes) {
        Memory memory = SHARED.get(limitBytes);
        return memory == null ? 0 : memory.cache.getUsage();
    }

    /** Nothing native is made per store, and what is shared lives as long as the process. */
    @Override
    public void close(String storeName, Options options) {}
}
