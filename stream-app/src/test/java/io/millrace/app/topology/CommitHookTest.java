package io.millrace.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real tasks of Kafka Streams, which the test driver makes commit after every record. */
class CommitHookTest {
    private static final String HOOK = "hook";

    @TempDir
    private Path stateDir;

    private final CommitGuard guard = new CommitGuard();
    private boolean stubborn;
    private Keeper keeper = new Keeper(false);

    /** Forwards nothing by itself: it waits for a commit. */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private static final class Keeper implements Processor<String, String, String, String>, CommitHook.Holder {
        private final List<Record<String, String>> held = new ArrayList<>();
        private final List<RecordMetadata> places = new ArrayList<>();
        private ProcessorContext<String, String> context;
        private CommitHook hook;
        private final boolean stubborn;
        private boolean armed;

        /** @param stubborn does not forward even when it is asked */
        private Keeper(boolean stubborn) {
            this.stubborn = stubborn;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            this.context = context;
            this.hook = context.getStateStore(HOOK);
            this.armed = hook.arm(context, this);
        }

        @Override
        public void process(Record<String, String> record) {
            held.add(record);
            places.add(hook.here());
        }

        @Override
        public void finish() {
            for (int i = 0; i < held.size() && !stubborn; i++) {
                hook.goTo(places.get(i));
                context.forward(held.get(i));
            }
            if (!stubborn) {
                forget();
            }
        }

        @Override
        public void beforeCommit() {}

        @Override
        public boolean holdsAny() {
            return !held.isEmpty();
        }

        @Override
        public void forget() {
            held.clear();
            places.clear();
        }
    }

    private Keeper newKeeper() {
        keeper = new Keeper(stubborn);
        return keeper;
    }

    private TopologyTestDriver driver() {
        var topology = new Topology()
                .addSource(
                        "read", Serdes.String().deserializer(), Serdes.String().deserializer(), "in")
                .addProcessor("keep", this::newKeeper, "read")
                .addStateStore(CommitHook.builder(HOOK, guard), "keep")
                .addSink(
                        "write",
                        "out",
                        Serdes.String().serializer(),
                        Serdes.String().serializer(),
                        "keep");
        return ExactlyOnce.driver("hook", topology, stateDir);
    }

    private static void pipe(TopologyTestDriver driver, TestRecord<String, String> record) {
        driver.createInputTopic(
                        "in", Serdes.String().serializer(), Serdes.String().serializer())
                .pipeInput(record);
    }

    private static List<TestRecord<String, String>> out(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        "out", Serdes.String().deserializer(), Serdes.String().deserializer())
                .readRecordsToList();
    }

    @Test
    void whatIsHeldBackIsForwardedBeforeTheCommitWithItsOwnTimeAndHeaders() {
        try (var driver = driver()) {
            assertThat(keeper.armed).isTrue();
            var headers = new RecordHeaders().add("trace", "7".getBytes(UTF_8));

            pipe(driver, new TestRecord<>("k", "v", headers, 1_234L));

            var record = out(driver).get(0);
            assertThat(record.key()).isEqualTo("k");
            assertThat(record.value()).isEqualTo("v");
            assertThat(record.timestamp()).isEqualTo(1_234L);
            assertThat(record.headers()).isEqualTo(headers);
            assertThat(keeper.holdsAny()).isFalse();
        }
    }

    @Test
    void nothingIsForwardedTwice() {
        try (var driver = driver()) {
            pipe(driver, new TestRecord<>("a", "1"));
            pipe(driver, new TestRecord<>("b", "2"));

            assertThat(out(driver)).extracting(TestRecord::key).containsExactly("a", "b");
        }
        assertThat(keeper.held).isEmpty();
    }

    @Test
    void aThreadThatStillHoldsSomethingBackMayNotCommit() throws Exception {
        stubborn = true;
        try (var driver = driver()) {
            guard.check();
            pipe(driver, new TestRecord<>("a", "1"));

            assertThatThrownBy(guard::check).hasMessageContaining("still held back");
            var other = new FutureTask<>(guard::check, true);
            new Thread(other).start();
            assertThat(other.get())
                    .as("what another thread holds back is not committed here")
                    .isTrue();
        }
        guard.check();
    }

    @Test
    void doesNotWorkForATaskThatIsNotOneOfKafkaStreams() {
        var hook = CommitHook.builder(HOOK, guard).build();

        assertThat(hook.arm(new MockProcessorContext<>(), keeper)).isFalse();
    }
}
