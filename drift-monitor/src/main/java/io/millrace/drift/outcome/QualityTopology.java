package io.millrace.drift.outcome;

import io.millrace.drift.topology.RetrainingBoard;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroSerializer;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Brings the predictions of a pipeline together with their outcomes, and says how good they were.
 *
 * <pre>
 *                     [quality-furthest]              [quality-events]  [quality-deadlines]
 *                                                     [quality-windows] [quality-readers] [quality-watermark]
 *                                                                  |
 * predictions --> tell-predictions --> quality-by-event --> meet-outcomes --> quality-counts
 * outcomes    --> tell-outcomes    -->   (by event id)                        (one partition)
 *                                                                                  |
 *                   [quality-partials] [quality-reached] [quality-unsaid]          |
 *                   [quality-said] [quality-baseline] [quality-alerts] --> judge-quality --> statistics --> quality topic
 *                   [retraining-state] (of the drift topology)                           --> alerts     --> alerts topic
 *                                                                                        --> requests   --> retraining topic
 * </pre>
 *
 * <p>A partition of {@code quality-by-event} has one order of predictions and outcomes, which is kept: what is read again after a failure
 * meets in the same order. Readers say how far they have come in event time, and a window is final when all of them are
 * past its end, the time outcomes count, and the grace. Safe to restart at any moment under exactly-once processing.
 */
public final class QualityTopology {
    /** What alerts name in place of a feature. */
    public static final String FEATURE = "quality";

    private final QualitySettings settings;
    private final Supplier<OutcomeReader> outcomes;
    private final Supplier<Worth> worth;
    private final Unread unread;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final QualityListener listener;

    /**
     * Follows one pipeline's predictions.
     *
     * @param outcomes reads the outcomes topic; one for each task
     * @param worth what pairs are worth; one for each task
     * @param unread whether there is more to read of what this topology reads
     * @param registry where the schemas of predictions are, and those of what is said will be
     * @param clock tells idle partitions from busy ones, and event times that cannot be
     * @param listener told what happens, by several threads
     */
    public QualityTopology(
            QualitySettings settings,
            Supplier<OutcomeReader> outcomes,
            Supplier<Worth> worth,
            Unread unread,
            SchemaRegistry registry,
            Clock clock,
            QualityListener listener) {
        this.settings = settings;
        this.outcomes = outcomes;
        this.worth = worth;
        this.unread = unread;
        this.registry = registry;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Adds all of it, beside a drift topology, which keeps the state of retraining.
     *
     * @throws IncompatibleSchemaException if the registry holds other contracts for the topics written
     */
    public void addTo(StreamsBuilder builder) throws IncompatibleSchemaException {
        QualityStores.all().forEach(builder::addStateStore);

        var predictions = builder.stream(settings.topics().predictions(), read("read-predictions"))
                .process(() -> tell(Told.Reader.PREDICTIONS), Named.as("tell-predictions"), QualityStores.FURTHEST);
        var judged = builder.stream(settings.topics().outcomes(), read("read-outcomes"))
                .process(() -> tell(Told.Reader.OUTCOMES), Named.as("tell-outcomes"), QualityStores.FURTHEST)
                .merge(predictions, Named.as("merge-told"))
                .repartition(Repartitioned.with(Serdes.String(), QualitySerdes.TOLD)
                        .withName("quality-by-event")
                        .withNumberOfPartitions(settings.partitions())
                        .withStreamPartitioner(QualityTopology::partitions))
                .process(
                        this::meet,
                        Named.as("meet-outcomes"),
                        QualityStores.EVENTS,
                        QualityStores.DEADLINES,
                        QualityStores.WINDOWS,
                        QualityStores.READERS,
                        QualityStores.WATERMARK)
                .repartition(Repartitioned.with(Serdes.String(), QualitySerdes.REPORT)
                        .withName("quality-counts")
                        .withNumberOfPartitions(1))
                .process(this::judge, Named.as("judge-quality"), judging())
                .split(Named.as("quality-"));
        write(judged, "statistic", QualityStatistic.class, settings.topics().quality());
        write(judged, "alert", DriftAlert.class, settings.topics().alerts());
        if (settings.retraining() != null) {
            write(
                    judged,
                    "request",
                    RetrainingRequest.class,
                    settings.retraining().topic());
        }
        judged.noDefaultBranch();
    }

    /** Event time is in the value: the record's own timestamp decides nothing here, so it refuses nothing either. */
    private static Consumed<byte[], byte[]> read(String name) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withTimestampExtractor((record, partitionTime) -> Math.max(record.timestamp(), 0))
                .withName(name);
    }

    private Task<byte[], byte[], String, Told> tell(int number) {
        boolean predictions = number == Told.Reader.PREDICTIONS;
        var input = new PartitionReader.Input(
                predictions
                        ? settings.topics().predictions()
                        : settings.topics().outcomes(),
                number,
                predictions ? Fate.UNREADABLE_PREDICTION : Fate.UNREADABLE_OUTCOME,
                unread,
                settings.idle(),
                settings.reportEvery());
        return new Task<>(context ->
                new PartitionReader(context, input, predictions ? predictionForm() : outcomeForm(), clock, listener));
    }

    private Function<Record<byte[], byte[]>, Optional<Told.About>> predictionForm() {
        var form = new PredictionForm(settings, registry, worth.get(), clock);
        return record -> form.read(record.value());
    }

    private Function<Record<byte[], byte[]>, Optional<Told.About>> outcomeForm() {
        var reader = outcomes.get();
        return record -> reader.read(record.key(), record.value(), record.timestamp())
                .map(read -> new Told.Labelled(read.id(), read.outcome()));
    }

    /** How far a reader has come is for everybody, anything else for where its event is at home. */
    private static Optional<Set<Integer>> partitions(String topic, String key, Told told, int partitions) {
        return told instanceof Told.Reached
                ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }

    private Task<String, Told, String, QualityReport> meet() {
        return new Task<>(context -> new Meeting(context, settings, worth.get(), listener));
    }

    private String[] judging() {
        var own = Stream.of(
                QualityStores.PARTIALS,
                QualityStores.REACHED,
                QualityStores.UNSAID,
                QualityStores.SAID,
                QualityStores.BASELINE,
                QualityStores.ALERTS);
        return (settings.retraining() == null ? own : Stream.concat(own, Stream.of(RetrainingBoard.STORE)))
                .toArray(String[]::new);
    }

    private Task<String, QualityReport, String, SpecificRecord> judge() {
        return new Task<>(context -> new QualityBoard(context, settings, listener));
    }

    private void write(
            BranchedKStream<String, SpecificRecord> judged,
            String name,
            Class<? extends SpecificRecord> type,
            String topic)
            throws IncompatibleSchemaException {
        var schema = SpecificData.get().getSchema(type);
        int id = registry.register(SchemaRegistry.valueSubject(topic), schema);
        Serde<SpecificRecord> serde = Serdes.serdeFrom(new AvroSerializer<>(id, schema), (ignored, bytes) -> {
            throw new UnsupportedOperationException(topic + " is only written");
        });
        var produced = Produced.with(Serdes.String(), serde).withName("write-quality-" + name + "s");
        judged.branch(
                (key, said) -> type.isInstance(said), Branched.withConsumer(said -> said.to(topic, produced), name));
    }
}
