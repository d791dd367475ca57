package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.window.Examples;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
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
        assertThat(undisturbed.stream().filter(DriftStatistic.class::isInstance))
                .hasSizeGreaterThan(12);
        assertThat(restartedNowAndThen).isEqualTo(undisturbed);
        assertThat(restartedAtEveryRow).isEqualTo(undisturbed);
    }

    /** @return everything said about the same rows, in its order */
    private static List<SpecificRecord> run(IntPredicate restartBefore) throws Exception {
        var monitor = new Monitor();
        var random = new Random(42);
        for (int i = 0; i < ROWS; i++) {
            if (restartBefore.test(i)) {
                monitor.restart();
            }
            long time = NOON + i * 6L * HOUR / ROWS - random.nextInt(9 * (int) MINUTE);
            double highShare = i < ROWS / 2 ? 0.5 : 0.9;
            monitor.predict(time, random.nextInt(5), random.nextDouble() < highShare ? 0.75 : 0.25);
            if (i % ROWS_A_SECOND == 0) {
                monitor.second();
            }
        }
        for (int i = 0; i < 40; i++) {
            monitor.second();
        }
        return monitor.said;
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
        private final MonitorSettings settings = MonitorDriver.settings(Duration.ZERO, 50);
        private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
        private final AvroEncoder encoder = new AvroEncoder(registry.register("p-value", SCHEMA), SCHEMA);
        private final MockProcessorContext<byte[], Summarised> partitionContext = new MockProcessorContext<>();
        private final MockProcessorContext<String, SpecificRecord> judgeContext = new MockProcessorContext<>();
        private PartitionSummary partition;
        private WindowBoard judge;

        Monitor() throws Exception {
            keep(partitionContext, PartitionSummary.STORE, Serdes.Long(), Serdes.ByteArray());
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
                    partitionContext, settings, Examples.profile(), registry, clock, DriftListener.NONE);
        }

        private WindowBoard begunJudge() {
            return new WindowBoard(judgeContext, settings, Examples.profile(), DriftListener.NONE);
        }

        void predict(long time, long amount, double score) {
            var prediction = new GenericData.Record(SCHEMA);
            SCHEMA.getFields().forEach(field -> prediction.put(field.pos(), "none"));
            var numbers = Map.of(
                    "event_time", time, "amount", amount, "score", score, "threshold", 0.5, "label", score > 0.5);
            numbers.forEach(prediction::put);
            prediction.put("night", null);
            prediction.put("scored_at", time);
            prediction.put("scoring_micros", 1L);
            partition.add(new Record<>(new byte[0], encoder.encode(prediction), time));
        }

        void second() {
            clock.advance(Duration.ofSeconds(1));
            partition.report();
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
    }
}
