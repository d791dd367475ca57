package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.drift.topology.Commits;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real tasks of Kafka Streams, which the test driver makes commit after every record. */
class HookedCommitsTest {
    private static final String STORE = "counts";

    @TempDir
    private Path stateDir;

    private final CommitGuard guard = new CommitGuard();
    private final Commits commits = new HookedCommits("before-commit", guard);
    private boolean writes = true;
    private boolean announced;

    /** Counts in memory. */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private final class Counter implements Processor<String, String, Void, Void>, Commits.Holder {
        private KeyValueStore<String, Long> store;
        private long count;
        private long written;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(STORE);
            announced = commits.announceTo(context, this);
        }

        @Override
        public void process(Record<String, String> record) {
            count++;
        }

        @Override
        public void write() {
            if (writes) {
                store.put("all", count);
                written = count;
            }
        }

        @Override
        public boolean holdsAny() {
            return written < count;
        }

        @Override
        public void forget() {
            count = written;
        }
    }

    private TopologyTestDriver driver() {
        var topology = new Topology()
                .addSource(
                        "read", Serdes.String().deserializer(), Serdes.String().deserializer(), "in")
                .addProcessor("count", Counter::new, "read")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.Long()),
                        "count");
        commits.stores().forEach(store -> topology.addStateStore(store, "count"));
        return ExactlyOnce.driver("commits", topology, stateDir);
    }

    private static void pipe(TopologyTestDriver driver) {
        driver.createInputTopic(
                        "in", Serdes.String().serializer(), Serdes.String().serializer())
                .pipeInput("k", "v");
    }

    @Test
    void whatIsInMemoryIsWrittenToALoggedStoreBeforeEachCommit() {
        try (var driver = driver()) {
            assertThat(announced).isTrue();
            pipe(driver);
            pipe(driver);

            assertThat(driver.getKeyValueStore(STORE).get("all")).isEqualTo(2L);
            guard.check();
        }
    }

    @Test
    void whatIsNotWrittenMayNotBeCommitted() {
        writes = false;
        try (var driver = driver()) {
            guard.check();
            pipe(driver);

            assertThatThrownBy(guard::check).hasMessageContaining("still held back");
        }
        guard.check();
    }
}
