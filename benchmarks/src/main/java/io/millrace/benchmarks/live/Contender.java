package io.millrace.benchmarks.live;

import io.millrace.enrich.topology.StoreKind;

/** What drains the topic. */
enum Contender {
    WITHOUT("without features", "live-without-features", StoreKind.IN_MEMORY, false),
    BARE_IN_MEMORY("bare state in memory", "live-without-features", StoreKind.IN_MEMORY, true),
    IN_MEMORY("in memory", "live", StoreKind.IN_MEMORY, false),
    BARE_ROCKSDB("bare state in RocksDB", "live-without-features", StoreKind.ROCKSDB, true),
    ROCKSDB("RocksDB", "live", StoreKind.ROCKSDB, false);

    private final String text;
    private final String pipeline;
    private final StoreKind stores;
    private final boolean bareState;

    Contender(String text, String pipeline, StoreKind stores, boolean bareState) {
        this.text = text;
        this.pipeline = pipeline;
        this.stores = stores;
        this.bareState = bareState;
    }

    /** As reports call it. */
    String text() {
        return text;
    }

    /** Folder of its pipeline. */
    String pipeline() {
        return pipeline;
    }

    StoreKind stores() {
        return stores;
    }

    /** Whether {@link BareState} is kept. */
    boolean bareState() {
        return bareState;
    }
}
