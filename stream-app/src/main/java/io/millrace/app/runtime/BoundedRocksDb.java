package io.millrace.app.runtime;

import java.util.Map;
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
    /** Blocks, indexes, filters and write buffers of all stores together, in bytes. */
    static final long TOTAL_BYTES = 256L << 20;

    /** What of it write buffers may take before they are flushed, in bytes. */
    static final long WRITE_BUFFER_BYTES = TOTAL_BYTES / 4;

    private static final int SHARDS_BY_CAPACITY = -1;
    private static final double SHARE_KEPT_FOR_INDEXES = 0.1;

    /** Made with the first store: Kafka Streams loads the setter's class before RocksDB's native library. */
    private static final class Shared {
        // A limit that is kept strictly would fail reads; this one is exceeded by blocks in use only.
        static final Cache CACHE = new LRUCache(TOTAL_BYTES, SHARDS_BY_CAPACITY, false, SHARE_KEPT_FOR_INDEXES);
        static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        // This very instance: Kafka Streams reads its cache metrics from it.
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
    }

    /** Nothing native is made per store, and what is shared lives as long as the process. */
    @Override
    public void close(String storeName, Options options) {}
}
