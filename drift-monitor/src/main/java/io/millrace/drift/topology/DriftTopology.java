package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroSerializer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Compares the predictions of each event-time window with the reference profile.
 *
 * <pre>
 *                [partition-panes] [detectors]           [pane-partials]  [partition-progress]
 *                        |                               [closed-windows]  [alert-states]  [retraining-state]
 *                        |                                        |
 * predictions --> summarise-partition --> window-reports --> judge-windows --> statistics --> drift topic
 *                        |                (one partition)                  --> alerts     --> alerts topic
 *                        |                                                 --> requests   --> retraining topic (where asked for)
 *                        +--> rejected (handed back to the caller)
 * </pre>
 *
 * <p>Where who scores counts already ({@link CountedFrom#SCORING}), counts are read instead of predictions, and merged.
 *
 * <p>Each partition counts its own rows and, by the row's own event time, decides which are too late; it tells what it counted in a
 * window when no row can join it any more, or it has nothing more to read. A window is closed,
 * and judged once, when every partition has come past its end plus the grace; partitions that are idle or empty are not waited
 * for, and what they bring after that is late. Under exactly-once processing a restart changes no statistic. Under
 * at-least-once, rows read again after a crash are counted again by their partition; reports are never counted twice.
 */
public final class DriftTopology {
    private final MonitorSettings settings;
    private final ReferenceProfile profile;
    private final SchemaRegistry registry;
    private final Commits commits;
    private final Clock clock;
    private final DriftListener listener;

    /**
     * A monitor of one pipeline's predictions.
     *
     * @param registry where the schemas of predictions are, and those of statistics and alerts will be
     * @param commits tells when windows are to be written
     * @param clock tells idle partitions from busy ones, and event times that cannot be
     * @param listener told what happens, by several threads
     * @throws IllegalArgumentException if the profile is of another pipeline than the settings
     */
    public DriftTopology(
            MonitorSettings settings,
            ReferenceProfile profile,
            SchemaRegistry registry,
            Commits commits,
            Clock clock,
            DriftListener listener) {
        if (!profile.pipeline().equals(settings.pipeline())) {
            throw new IllegalArgumentException("the profile is of pipeline '" + profile.pipeline()
                    + "', the predictions are of '" + settings.pipeline() + "'");
        }
        this.settings = settings;
        this.profile = profile;
        this.registry = registry;
        this.commits = commits;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Adds the monitor, with its sinks. The repartition topic's one partition is all it takes: a partition of the
     * predictions sends a few records a second, whatever its rate.
     *
     * @return the predictions that cannot be counted, with key, timestamp and headers of the original
     * @throws IncompatibleSchemaException if the registry holds other contracts for the topics written
     */
    public KStream<byte[], RejectedPrediction> addTo(StreamsBuilder builder) throws IncompatibleSchemaException {
        var sinks = sinks();
        MonitorStores.all().forEach(builder::addStateStore);
        commits.stores().forEach(builder::addStateStore);

        var rest = builder.stream(settings.topics().read(), input())
                .process(this::summarisePartition, Named.as("summarise-partition"), storesOfSummaries())
                .split(Named.as("summary-"))
                .branch(
                        (key, summarised) -> summarised instanceof PartitionReport,
                        Branched.withConsumer(reports -> judge(reports, sinks), "report"))
                .defaultBranch(Branched.as("rejected"));
        return Objects.requireNonNull(rest.get("summary-rejected"))
                .mapValues(RejectedPrediction.class::cast, Named.as("take-rejected"));
    }

    private void judge(KStream<byte[], Summarised> reports, List<Sink> sinks) {
        var judgements = reports.mapValues(PartitionReport.class::cast, Named.as("take-reports"))
                .repartition(Repartitioned.with(Serdes.ByteArray(), MonitorSerdes.REPORT)
                        .withName("window-reports")
                        .withNumberOfPartitions(1))
                .process(
                        this::judgeWindows,
                        Named.as("judge-windows"),
                        WindowBoard.PARTIALS_STORE,
                        WindowBoard.PROGRESS_STORE,
                        WindowBoard.CLOSED_STORE,
                        AlertBoard.STORE,
                        RetrainingBoard.STORE)
                .split(Named.as("judgement-"));
        for (var sink : sinks) {
            judgements.branch(
                    (key, said) -> sink.type().isInstance(said),
                    Branched.withConsumer(said -> said.to(sink.topic(), sink.produced()), sink.name()));
        }
        judgements.noDefaultBranch();
    }

    /** Where one kind of what is said goes. */
    private record Sink(
            String name,
            Class<? extends SpecificRecord> type,
            String topic,
            Produced<String, SpecificRecord> produced) {}

    private List<Sink> sinks() throws IncompatibleSchemaException {
        var sinks = new ArrayList<Sink>();
        sinks.add(sink("statistic", DriftStatistic.class, settings.topics().drift(), "write-statistics"));
        sinks.add(sink("alert", DriftAlert.class, settings.topics().alerts(), "write-alerts"));
        var retraining = settings.retraining();
        if (retraining != null) {
            sinks.add(sink("request", RetrainingRequest.class, retraining.topic(), "write-requests"));
        }
        return sinks;
    }

    private Sink sink(String name, Class<? extends SpecificRecord> type, String topic, String writer)
            throws IncompatibleSchemaException {
        return new Sink(name, type, topic, produced(topic, SpecificData.get().getSchema(type), writer));
    }

    /** Event time is in the value: the record's own timestamp decides nothing here, so it refuses nothing either. */
    private Consumed<byte[], byte[]> input() {
        boolean counts = settings.topics().from() == CountedFrom.SCORING;
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withTimestampExtractor((record, partitionTime) -> Math.max(record.timestamp(), 0))
                .withName(counts ? "read-counts" : "read-predictions");
    }

    private SummarisePartition summarisePartition() {
        return new SummarisePartition(
                settings,
                context -> new PartitionSummary(context, settings, profile, reader(), commits, clock, listener));
    }

    private Reading.Reader reader() {
        return switch (settings.topics().from()) {
            case PREDICTIONS -> new PredictionRows(profile, settings.by(), registry);
            case SCORING -> new CountedSlices(profile, settings.windows().slide());
        };
    }

    private String[] storesOfSummaries() {
        return Stream.concat(
                        Stream.of(PartitionSummary.STORE, PartitionDetectors.STORE),
                        commits.stores().stream().map(StoreBuilder::name))
                .toArray(String[]::new);
    }

    private JudgeWindows judgeWindows() {
        return new JudgeWindows(context -> new WindowBoard(context, settings, profile, listener));
    }

    private Produced<String, SpecificRecord> produced(String topic, Schema schema, String name)
            throws IncompatibleSchemaException {
        int id = registry.register(SchemaRegistry.valueSubject(topic), schema);
        Serde<SpecificRecord> serde = Serdes.serdeFrom(new AvroSerializer<>(id, schema), (ignored, bytes) -> {
            throw new UnsupportedOperationException(topic + " is only written");
        });
        return Produced.with(Serdes.String(), serde).withName(name);
    }
}
