package io.millrace.app.runtime;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

class BoundedRocksDbTest {
    @Test
    void isWhatTheStoresOfARunningPipelineUse(@TempDir Path stateDir) {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, stateDir)) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));

            var capacities = pipeline.driver().metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("block-cache-capacity"))
                    .toList();
            assertThat(capacities)
                    .extracting(metric -> metric.metricName().tags().toString())
                    .anyMatch(store -> store.contains("seen-events"))
                    .anyMatch(store -> store.contains("reference-customer"));
            assertThat(capacities).allSatisfy(metric -> assertThat(metric.metricValue())
                    .isEqualTo(BigInteger.valueOf(StateSettings.DEFAULT.rocksDbBytes())));
        }
    }

    @Test
    void givesAllStoresTheSameMemory() {
        try (var first = new Options();
                var second = new Options()) {
            first.setTableFormatConfig(new BlockBasedTableConfig());
            second.setTableFormatConfig(new BlockBasedTableConfig());

            new BoundedRocksDb().setConfig("first", first, Map.of());
            new BoundedRocksDb().setConfig("second", second, Map.of());

            assertThat(first.writeBufferManager()).isSameAs(second.writeBufferManager());
            assertThat(((BlockBasedTableConfig) first.tableFormatConfig()).cacheIndexAndFilterBlocks())
                    .isTrue();
        }
    }

    @Test
    void keepsTheSharedMemoryWhenAStoreIsClosed() {
        try (var options = new Options()) {
            options.setTableFormatConfig(new BlockBasedTableConfig());
            var bounded = new BoundedRocksDb();
            bounded.setConfig("store", options, Map.of());

            bounded.close("store", options);

            assertThat(options.writeBufferManager().isOwningHandle()).isTrue();
        }
    }
}
