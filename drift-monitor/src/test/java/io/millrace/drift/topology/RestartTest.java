package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.profile.Models;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.Watch;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the stores hold is all a task needs to go on: forgetting everything else, at any moment, changes nothing that is said. */
class RestartTest {
    private static final int ROWS = 1500;
    private static final int ROWS_A_SECOND = 20;

    @Test
    void saysTheSameAfterRestartsInTheMiddleOfWindows() throws Exception {
        var undisturbed = run(row -> false);

        var restartedNowAndThen = run(row -> row % 97 == 0);
        var restartedAtEveryRow = run(row -> true);

        assertThat(undisturbed).hasAtLeastOneElementOfType(DriftAlert.class);
        assertThat(undisturbed.stream().filter(DriftAlert.class::isInstance).map(alert -> ((DriftAlert) alert)
                        .getTest()))
                .contains("adwin", "psi", "missing-share");
        assertThat(undisturbed.stream().filter(DriftStatistic.class::isInstance))
                .hasSizeGreaterThan(12);
        assertThat(restartedNowAndThen).isEqualTo(undisturbed);
        assertThat(restartedAtEveryRow).isEqualTo(undisturbed);
    }

    /** Windows are in the store as of the last commit; what came after it is read again. */
    @Test
    void saysTheSameWhereWindowsAreWrittenOnceACommitAndTheTaskIsKilledBetweenTwo() throws Exception {
        var undisturbed = run(row -> false);

        assertThat(runWithCommits(45, row -> false)).isEqualTo(undisturbed);
        assertThat(runWithCommits(45, row -> row % 61 == 60)).isEqualTo(undisturbed);
        assertThat(runWithCommits(7, row -> row % 10 == 9)).isEqualTo(undisturbed);
    }

    @Test
    void writesNothingBetweenTwoCommits() throws Exception {
        var commits = new RecordedCommits();
        var monitor = new Monitor(commits);
        for (int row = 0; row < 100; row++) {
            monitor.predict(row);
        }
        assertThat(monitor.storedParts()).isZero();
        assertThat(commits.holder().holdsAny()).isTrue();

        commits.holder().write();

        assertThat(monitor.storedParts()).isPositive();
        assertThat(commits.holder().holdsAny()).isFalse();
    }

    /** @return everything said about the same rows, in its order */
    private static List<SpecificRecord> run(IntPredicate restartBefore) throws Exception {
        var monitor = new Monitor(Commits.UNANNOUNCED);
        for (int i = 0; i < ROWS; i++) {
            if (restartBefore.test(i)) {
                monitor.restart();
            }
            monitor.predict(i);
            if (i % ROWS_A_SECOND == 0) {
                monitor.second();
            }
        }
        for (int i = 0; i < 40; i++) {
            monitor.second();
        }
        return monitor.said;
    }

    /** The same with a commit after every so many rows; a kill loses all that was done since. */
    private static List<SpecificRecord> runWithCommits(int rowsACommit, IntPredicate killAfter) throws Exception {
        var commits = new RecordedCommits();
        var monitor = new Monitor(commits);
        var killed = new HashSet<Integer>();
        monitor.commit(commits);
        int committed = 0;
        for (int i = 0; i < ROWS; i++) {
            monitor.predict(i);
            if (i % ROWS_A_SECOND == 0) {
                monitor.report();
            }
            if (killAfter.test(i) && killed.add(i)) {
                monitor.kill();
                i = committed - 1;
            } else if ((i + 1) % rowsACommit == 0) {
                monitor.commit(commits);
                committed = i + 1;
            }
        }
        for (int i = 0; i < 40; i++) {
            monitor.report();
            monitor.commit(commits);
        }
        return monitor.said;
    }

    /** Announces commits, as the test wants them. */
    private static final class RecordedCommits implements Commits {
        private @Nullable Holder holder;

        @Override
        public List<StoreBuilder<?>> stores() {
            return List.of();
        }

        @Override
        public boolean announceTo(ProcessorContext<?, ?> processor, Holder told) {
            holder = told;
            return true;
        }

        Holder holder() {
            return requireNonNull(holder);
        }
    }

    /** One partition and the judge over stores that outlive them. */
    private static final class Monitor {
        private static final Schema SCHEMA = PredictionSchema.of(
                "transactions",
                List.of(),
                List.of(
                        new PredictionField("amount", PredictionField.Type.LONG),
                        new PredictionField("night", PredictionField.Type.BOOLEAN)));

        private final List<SpecificRecord> said = new ArrayList<>();
        private final MutableClock clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        private final MonitorSettings settings = withDetectors(MonitorDriver.settings(Duration.ZERO, 8));
        private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
        private final AvroEncoder encoder = new AvroEncoder(registry.register("p-value", SCHEMA), SCHEMA);
        private final MockProcessorContext<byte[], Summarised> partitionContext = new MockProcessorContext<>();
        private final MockProcessorContext<String, SpecificRecord> judgeContext = new MockProcessorContext<>();
        private PartitionSummary partition;
        private WindowBoard judge;

        private final Commits commits;
        private Map<Bytes, byte[]> committedWindows = Map.of();
        private Map<String, byte[]> committedDetectors = Map.of();

        Monitor(Commits commits) throws Exception {
            this.commits = commits;
            keep(partitionContext, PartitionSummary.STORE, Serdes.Bytes(), Serdes.ByteArray());
            keep(partitionContext, PartitionDetectors.STORE, Serdes.String(), Serdes.ByteArray());
            keep(judgeContext, WindowBoard.PARTIALS_STORE, Serdes.Bytes(), Serdes.ByteArray());
            keep(judgeContext, WindowBoard.PROGRESS_STORE, Serdes.Integer(), MonitorSerdes.PROGRESS);
            keep(judgeContext, WindowBoard.CLOSED_STORE, Serdes.String(), MonitorSerdes.CLOSED_WINDOWS);
            keep(judgeContext, AlertBoard.STORE, Serdes.String(), MonitorSerdes.ALERT_STATE);
            keep(judgeContext, RetrainingBoard.STORE, Serdes.String(), MonitorSerdes.RETRAINING_STATE);
            partition = begunPartition();
            judge = begunJudge();
        }

        private static <K, V> void keep(MockProcessorContext<?, ?> context, String name, Serde<K> key, Serde<V> value) {
            var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value)
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }

        void restart() {
            partition = begunPartition();
            judge = begunJudge();
        }

        private PartitionSummary begunPartition() {
            return new PartitionSummary(
                    partitionContext,
                    settings,
                    Examples.profile(),
                    new PredictionRows(Examples.profile(), settings.by(), registry),
                    commits,
                    clock,
                    DriftListener.NONE);
        }

        private WindowBoard begunJudge() {
            return new WindowBoard(judgeContext, settings, Examples.profile(), DriftListener.NONE);
        }

        private static MonitorSettings withDetectors(MonitorSettings plain) {
            return new MonitorSettings(
                    plain.pipeline(),
                    plain.topics(),
                    plain.windows(),
                    plain.warmUp(),
                    plain.alerts(),
                    plain.limits(),
                    plain.discoveries(),
                    new SplitBy(true, true, List.of()),
                    true,
                    List.of(new Watch("score", DetectorKind.ADWIN, DetectorKind.ADWIN.settings(Map.of()))),
                    plain.idle(),
                    plain.reportEvery(),
                    plain.retraining());
        }

        /** The same row for the same number, whatever came before. */
        void predict(int row) {
            var random = new Random(row);
            random.nextInt();
            long time = NOON + row * 6L * HOUR / ROWS - random.nextInt(9 * (int) MINUTE);
            double highShare = row < ROWS / 2 ? 0.5 : 0.9;
            predict(time, random.nextInt(5), random.nextDouble() < highShare ? 0.75 : 0.25);
        }

        private void predict(long time, long amount, double score) {
            var prediction = new GenericData.Record(SCHEMA);
            SCHEMA.getFields().forEach(field -> prediction.put(field.pos(), "none"));
            var numbers = Map.of(
                    "event_time", time, "amount", amount, "score", score, "threshold", 0.5, "label", score > 0.5);
            numbers.forEach(prediction::put);
            prediction.put("night", null);
            prediction.put("model_digest", Models.FRAUD.sha256());
            prediction.put("scored_at", time);
            prediction.put("scoring_micros", 1L);
            partition.add(new Record<>(new byte[0], encoder.encode(prediction), time));
        }

        void second() {
            report();
            deliver();
        }

        void report() {
            clock.advance(Duration.ofSeconds(1));
            partition.report();
        }

        private void deliver() {
            for (var forward : partitionContext.forwarded()) {
                judge.take(
                        (PartitionReport) forward.record().value(),
                        forward.record().timestamp());
            }
            partitionContext.resetForwards();
            judgeContext
                    .forwarded()
                    .forEach(forward -> said.add(forward.record().value()));
            judgeContext.resetForwards();
        }

        void commit(RecordedCommits announced) {
            announced.holder().write();
            committedWindows = contents(PartitionSummary.STORE);
            committedDetectors = contents(PartitionDetectors.STORE);
            deliver();
        }

        /** What was written and told since the last commit has never been. */
        void kill() {
            partitionContext.resetForwards();
            rollBack(PartitionSummary.STORE, committedWindows);
            rollBack(PartitionDetectors.STORE, committedDetectors);
            partition = begunPartition();
        }

        int storedParts() {
            return contents(PartitionSummary.STORE).size();
        }

        private <K> Map<K, byte[]> contents(String name) {
            KeyValueStore<K, byte[]> store = partitionContext.getStateStore(name);
            var contents = new LinkedHashMap<K, byte[]>();
            try (var all = store.all()) {
                all.forEachRemaining(entry -> contents.put(entry.key, entry.value));
            }
            return contents;
        }

        private <K> void rollBack(String name, Map<K, byte[]> committed) {
            KeyValueStore<K, byte[]> store = partitionContext.getStateStore(name);
            this.<K>contents(name).keySet().forEach(store::delete);
            committed.forEach(store::put);
        }
    }
}
