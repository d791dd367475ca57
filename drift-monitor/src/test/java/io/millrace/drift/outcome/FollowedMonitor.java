package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.drift.retraining.RetrainingState;
import io.millrace.drift.topology.MutableClock;
import io.millrace.drift.topology.RetrainingBoard;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** All tasks that follow predictions, over stores that outlive them: as many partitions of each topic as the settings say, and the judge. */
final class FollowedMonitor {
    private final Followed followed = new Followed();
    private final MutableClock clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
    private final List<SpecificRecord> said = new ArrayList<>();
    private final Map<String, Long> withTheRest = new TreeMap<>();
    private final List<Partition> partitions = new ArrayList<>();
    private final MockProcessorContext<String, SpecificRecord> judgeContext = context(0);
    private final QualityListener listener = new QualityListener() {
        @Override
        public void withTheRest(String by, long predictions) {
            withTheRest.merge(by, predictions, Long::sum);
        }
    };

    private QualitySettings settings;
    private QualityBoard judge;

    /** One of each topic. */
    private final class Partition {
        private final MockProcessorContext<String, Told> predictionsContext;
        private final MockProcessorContext<String, Told> outcomesContext;
        private final MockProcessorContext<String, QualityReport> meetingContext;
        private PartitionReader predictions;
        private PartitionReader outcomes;
        private Meeting meeting;

        Partition(int number) {
            predictionsContext = context(number);
            outcomesContext = context(number);
            meetingContext = context(number);
            keep(predictionsContext, QualityStores.FURTHEST, Serdes.Integer(), Serdes.Long());
            keep(outcomesContext, QualityStores.FURTHEST, Serdes.Integer(), Serdes.Long());
            keep(meetingContext, QualityStores.EVENTS, Serdes.String(), QualitySerdes.EVENT);
            keep(meetingContext, QualityStores.DEADLINES, Serdes.Bytes(), Serdes.ByteArray());
            keep(meetingContext, QualityStores.WINDOWS, Serdes.Bytes(), Serdes.ByteArray());
            keep(meetingContext, QualityStores.READERS, QualitySerdes.READER, QualitySerdes.PROGRESS);
            keep(meetingContext, QualityStores.WATERMARK, Serdes.String(), Serdes.Long());
            begin();
        }

        /** Goes on from its stores. */
        private void begin() {
            var form = new PredictionForm(settings, followed.registry, new Followed.Saved(), clock);
            predictions = new PartitionReader(
                    predictionsContext,
                    input(Told.Reader.PREDICTIONS),
                    record -> form.read(record.value()),
                    clock,
                    listener);
            outcomes = new PartitionReader(
                    outcomesContext,
                    input(Told.Reader.OUTCOMES),
                    record -> Followed.read(record.key(), record.value(), record.timestamp())
                            .map(read -> new Told.Labelled(read.id(), read.outcome())),
                    clock,
                    listener);
            meeting = new Meeting(meetingContext, settings, new Followed.Saved(), listener);
        }
    }

    FollowedMonitor(QualitySettings settings) {
        this.settings = settings;
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
        for (int i = 0; i < settings.partitions(); i++) {
            partitions.add(new Partition(i));
        }
        judge = new QualityBoard(judgeContext, settings, listener);
    }

    private static <K, V> MockProcessorContext<K, V> context(int partition) {
        return new MockProcessorContext<>(new Properties(), new TaskId(0, partition), new File("none"));
    }

    private static <K, V> void keep(MockProcessorContext<?, ?> context, String name, Serde<K> key, Serde<V> value) {
        var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    /** All tasks go on from their stores. */
    void restart() {
        partitions.forEach(Partition::begin);
        judge = new QualityBoard(judgeContext, settings, listener);
    }

    /** The same, with another pipeline file. */
    void restart(QualitySettings other) {
        settings = other;
        restart();
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

    /** A prediction comes, in whichever partition. */
    void predict(String id, long time, double score, String version, @Nullable String country) {
        read(id).predictions.accept(new Record<>(null, followed.prediction(id, time, score, version, country), time));
        deliver();
    }

    /** An outcome comes, in whichever partition. */
    void outcome(String id, boolean label, long known) {
        read(id).outcomes.accept(new Record<>(id.getBytes(UTF_8), Followed.outcome(label, known), known));
        deliver();
    }

    private Partition read(String id) {
        return partitions.get(Math.floorMod(31 * id.hashCode(), partitions.size()));
    }

    /** Where an event is at home has nothing to do with where it was read. */
    private void deliver() {
        for (var from : partitions) {
            for (var context : List.of(from.predictionsContext, from.outcomesContext)) {
                for (var forward : context.forwarded()) {
                    Record<String, Told> record = again(forward.record());
                    if (record.value() instanceof Told.Reached) {
                        partitions.forEach(to -> to.meeting.accept(record));
                    } else {
                        partitions
                                .get(Math.floorMod(record.key().hashCode(), partitions.size()))
                                .meeting
                                .accept(record);
                    }
                }
                context.resetForwards();
            }
        }
    }

    private static <V> Record<String, V> again(Record<? extends String, ? extends V> record) {
        return new Record<>(record.key(), record.value(), record.timestamp());
    }

    /** A second passes, and everybody tells what there is to tell. */
    void second() {
        clock.advance(Duration.ofSeconds(1));
        for (var partition : partitions) {
            partition.predictions.report();
            partition.outcomes.report();
        }
        deliver();
        for (var partition : partitions) {
            partition.meeting.report();
            partition.meetingContext.forwarded().forEach(forward -> judge.accept(again(forward.record())));
            partition.meetingContext.resetForwards();
        }
        judgeContext.forwarded().forEach(forward -> said.add(forward.record().value()));
        judgeContext.resetForwards();
    }

    /** Event time comes so far, and everybody hears of it. */
    void reach(long time) {
        for (int i = 0; i < partitions.size(); i++) {
            partitions
                    .get(i)
                    .predictions
                    .accept(new Record<>(
                            null, followed.prediction("at-" + time + "-" + i, time, 0.5, "7", null), time));
        }
        deliver();
        for (int i = 0; i < 35; i++) {
            second();
        }
    }

    /** Everything that was said, in its order. */
    List<SpecificRecord> said() {
        return said;
    }

    /** The last that was said of a window. */
    List<QualityStatistic> last(long startMillis) {
        return said.stream()
                .filter(QualityStatistic.class::isInstance)
                .map(QualityStatistic.class::cast)
                .filter(one -> one.getState() == QualityState.FINAL)
                .filter(one -> one.getWindowStart().toEpochMilli() == startMillis)
                .toList();
    }

    List<DriftAlert> alerts() {
        return said.stream()
                .filter(DriftAlert.class::isInstance)
                .map(DriftAlert.class::cast)
                .toList();
    }

    /** By field. */
    Map<String, Long> withTheRest() {
        return withTheRest;
    }

    /** What all partitions, or the judge, keep in a store. */
    List<Object> keys(String store) {
        var keys = new ArrayList<Object>();
        for (var partition : partitions) {
            addKeys(partition.meetingContext.getStateStore(store), keys);
        }
        addKeys(judgeContext.getStateStore(store), keys);
        return keys;
    }

    private static void addKeys(@Nullable KeyValueStore<?, ?> store, List<Object> keys) {
        if (store != null) {
            try (var all = store.all()) {
                all.forEachRemaining(entry -> keys.add(entry.key));
            }
        }
    }
}
