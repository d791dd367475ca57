package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.drift.retraining.RetrainingState;
import io.millrace.drift.topology.MutableClock;
import io.millrace.drift.topology.RetrainingBoard;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What the stores hold is all a task needs to go on: forgetting everything else, at any moment, changes nothing that is said. */
class QualityRestartTest {
    private static final int ROWS = 1200;
    private static final int ROWS_A_SECOND = 20;

    @Test
    void saysTheSameAfterRestartsInTheMiddleOfWindows() throws Exception {
        var undisturbed = run(row -> false);

        var restartedNowAndThen = run(row -> row % 97 == 0);
        var restartedAtEveryRow = run(row -> true);

        assertThat(undisturbed)
                .hasAtLeastOneElementOfType(DriftAlert.class)
                .hasAtLeastOneElementOfType(RetrainingRequest.class);
        assertThat(undisturbed.stream().filter(QualityRestartTest::isFinal)).hasSizeGreaterThan(5);
        assertThat(restartedNowAndThen).isEqualTo(undisturbed);
        assertThat(restartedAtEveryRow).isEqualTo(undisturbed);
    }

    private static boolean isFinal(SpecificRecord said) {
        return said instanceof QualityStatistic quality && quality.getState() == QualityState.FINAL;
    }

    /** @return everything said about the same rows, in its order: a model that is good for three hours */
    private static List<SpecificRecord> run(IntPredicate restartBefore) throws Exception {
        var monitor = new Monitor();
        var random = new Random(42);
        for (int i = 0; i < ROWS; i++) {
            if (restartBefore.test(i)) {
                monitor.restart();
            }
            long time = NOON + i * 12L * HOUR / ROWS - random.nextInt(9 * (int) MINUTE);
            double score = random.nextDouble();
            boolean good = time < NOON + 3 * HOUR;
            monitor.predict("e" + i, time, score);
            if (i >= 100) { // some 70 minutes later
                monitor.outcome("e" + (i - 100), time);
            }
            monitor.know("e" + i, random.nextDouble() < score == good);
            if (i % ROWS_A_SECOND == 0) {
                monitor.second();
            }
        }
        for (int i = 0; i < 40; i++) {
            monitor.second();
        }
        return monitor.said;
    }

    /** One partition of each topic and the judge over stores that outlive them. */
    private static final class Monitor {
        private final Followed followed = new Followed();
        private final QualitySettings settings = Followed.settings(true);
        private final MutableClock clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        private final List<SpecificRecord> said = new ArrayList<>();
        private final Map<String, Boolean> labels = new HashMap<>();
        private final MockProcessorContext<String, Told> predictionsContext = new MockProcessorContext<>();
        private final MockProcessorContext<String, Told> outcomesContext = new MockProcessorContext<>();
        private final MockProcessorContext<String, QualityReport> meetingContext = new MockProcessorContext<>();
        private final MockProcessorContext<String, SpecificRecord> judgeContext = new MockProcessorContext<>();
        private PartitionReader predictions;
        private PartitionReader outcomes;
        private Meeting meeting;
        private QualityBoard judge;

        Monitor() {
            keep(predictionsContext, QualityStores.FURTHEST, Serdes.Integer(), Serdes.Long());
            keep(outcomesContext, QualityStores.FURTHEST, Serdes.Integer(), Serdes.Long());
            keep(meetingContext, QualityStores.EVENTS, Serdes.String(), QualitySerdes.EVENT);
            keep(meetingContext, QualityStores.DEADLINES, Serdes.Bytes(), Serdes.ByteArray());
            keep(meetingContext, QualityStores.WINDOWS, Serdes.Bytes(), Serdes.ByteArray());
            keep(meetingContext, QualityStores.READERS, QualitySerdes.READER, QualitySerdes.PROGRESS);
            keep(meetingContext, QualityStores.WATERMARK, Serdes.String(), Serdes.Long());
            keep(judgeContext, QualityStores.PARTIALS, Serdes.Bytes(), Serdes.ByteArray());
            keep(judgeContext, QualityStores.REACHED, Serdes.Integer(), Serdes.Long());
            keep(judgeContext, QualityStores.UNSAID, Serdes.Long(), Serdes.ByteArray());
            keep(judgeContext, QualityStores.SAID, Serdes.String(), QualitySerdes.SAID);
            keep(judgeContext, QualityStores.BASELINE, Serdes.String(), QualitySerdes.BASELINE);
            keep(judgeContext, QualityStores.ALERTS, Serdes.String(), QualitySerdes.ALERT_STATE);
            keep(
                    judgeContext,
                    RetrainingBoard.STORE,
                    Serdes.String(),
                    Serdes.serdeFrom(
                            (topic, state) -> state.encode(),
                            (topic, bytes) -> bytes == null ? null : RetrainingState.decode(bytes)));
            restart();
        }

        private static <K, V> void keep(MockProcessorContext<?, ?> context, String name, Serde<K> key, Serde<V> value) {
            var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value)
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }

        void restart() {
            var form = new PredictionForm(settings.predictions(), followed.registry, new Followed.Saved(), clock);
            predictions = new PartitionReader(
                    predictionsContext,
                    input(Told.Reader.PREDICTIONS),
                    record -> form.read(record.value()),
                    clock,
                    QualityListener.NONE);
            outcomes = new PartitionReader(
                    outcomesContext,
                    input(Told.Reader.OUTCOMES),
                    record -> Followed.read(record.key(), record.value(), record.timestamp())
                            .map(read -> new Told.Labelled(read.id(), read.outcome())),
                    clock,
                    QualityListener.NONE);
            meeting = new Meeting(meetingContext, settings, new Followed.Saved(), QualityListener.NONE);
            judge = new QualityBoard(judgeContext, settings, QualityListener.NONE);
        }

        private PartitionReader.Input input(int number) {
            return new PartitionReader.Input(
                    "topic",
                    number,
                    Fate.UNREADABLE_OUTCOME,
                    (topic, partition) -> false,
                    settings.idle(),
                    settings.reportEvery());
        }

        void know(String id, boolean label) {
            labels.put(id, label);
        }

        void predict(String id, long time, double score) {
            predictions.accept(new Record<>(null, followed.prediction(id, time, score, "7"), time));
            deliver();
        }

        void outcome(String id, long known) {
            outcomes.accept(
                    new Record<>(id.getBytes(UTF_8), Followed.outcome(labels.getOrDefault(id, false), known), known));
            deliver();
        }

        private void deliver() {
            for (var from : List.of(predictionsContext, outcomesContext)) {
                from.forwarded().forEach(forward -> meeting.accept(again(forward.record())));
                from.resetForwards();
            }
        }

        private static <V> Record<String, V> again(Record<? extends String, ? extends V> record) {
            return new Record<>(record.key(), record.value(), record.timestamp());
        }

        void second() {
            clock.advance(Duration.ofSeconds(1));
            predictions.report();
            outcomes.report();
            deliver();
            meeting.report();
            meetingContext.forwarded().forEach(forward -> judge.accept(again(forward.record())));
            meetingContext.resetForwards();
            judgeContext
                    .forwarded()
                    .forEach(forward -> said.add(forward.record().value()));
            judgeContext.resetForwards();
        }
    }
}
