package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.topology.EventClock;
import io.millrace.enrich.topology.EventClocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real tasks of Kafka Streams, which the test driver makes commit after every record. */
class HookedEventClocksTest {
    private final CommitGuard guard = new CommitGuard();
    private final EventClocks clocks = new HookedEventClocks(guard);
    private final List<Long> storedWhileProcessing = new ArrayList<>();
    private final List<Boolean> refusedWhileProcessing = new ArrayList<>();

    @TempDir
    private Path stateDir;

    /** Accepts events, whose value is their time. */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private final class Accepting implements Processor<String, Long, Void, Void> {
        private ProcessorContext<Void, Void> context;
        private EventClock clock;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.context = context;
            this.clock = clocks.open(context);
        }

        @Override
        public void process(Record<String, Long> event) {
            long before = clock.millis();
            clock.accepted(event.value());
            assertThat(clock.millis()).isEqualTo(Math.max(before, event.value()));
            storedWhileProcessing.add(EventClocks.stored(context.getStateStore(EventClocks.STORE), 0));
            refusedWhileProcessing.add(catchThrowable(guard::check) != null);
        }
    }

    private TopologyTestDriver driver() {
        var topology = new Topology()
                .addSource("read", Serdes.String().deserializer(), Serdes.Long().deserializer(), "in")
                .addProcessor("accept", Accepting::new, "read");
        clocks.stores().forEach(store -> topology.addStateStore(store, "accept"));
        return ExactlyOnce.driver("clocks", topology, stateDir);
    }

    private static void pipe(TopologyTestDriver driver, long timeMillis) {
        driver.createInputTopic(
                        "in", Serdes.String().serializer(), Serdes.Long().serializer())
                .pipeInput("k", timeMillis);
    }

    @Test
    void aClockIsStoredWithTheCommitAndNotBefore() {
        try (var driver = driver()) {
            pipe(driver, 10);
            pipe(driver, 30);
            pipe(driver, 20); // goes back

            assertThat(storedWhileProcessing).containsExactly(StreamTime.UNKNOWN, 10L, 30L);
            assertThat(driver.getKeyValueStore(EventClocks.STORE).get(0)).isEqualTo(30L);
            guard.check();
        }
    }

    @Test
    void theChangelogHasOneRecordForEachCommitThatMovedIt() {
        try (var driver = driver()) {
            pipe(driver, 10);
            pipe(driver, 5);
            pipe(driver, 11);

            var changelog = driver.createOutputTopic(
                    "clocks-" + EventClocks.STORE + "-changelog",
                    Serdes.Integer().deserializer(),
                    Serdes.Long().deserializer());
            assertThat(changelog.readValuesToList()).containsExactly(10L, 11L);
        }
    }

    @Test
    void aCommitThatComesUnannouncedIsRefusedWhereTheClockHasMoved() {
        try (var driver = driver()) {
            pipe(driver, 10);
            pipe(driver, 5);

            assertThat(refusedWhileProcessing).containsExactly(true, false);
        }
        guard.check();
    }
}
