package io.millrace.app.runtime;

import io.millrace.enrich.topology.StoreKind;

/**
 * Where features' state lives while a pipeline runs.
 *
 * @param kind        on the heap or in RocksDB
 * @param rocksDbBytes what all RocksDB stores of the process may take together, at least {@link #LEAST_BYTES}
 */
public record StateSettings(StoreKind kind, long rocksDbBytes) {
    /** Less would not hold what the stores of a few partitions write at a time. */
    public static final long LEAST_BYTES = 8L << 20;

    /** RocksDB in a quarter of a gibibyte. */
    public static final StateSettings DEFAULT = new StateSettings(StoreKind.ROCKSDB, 256L << 20);

    public StateSettings {
        if (rocksDbBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "RocksDB needs at least " + (LEAST_BYTES >> 20) + "m of memory, was " + rocksDbBytes + " bytes");
        }
    }
}
