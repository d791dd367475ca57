package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroSerializer;
import java.time.Clock;
import java.util.Objects;
import org.apache.avro.Schema;
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

/**
 * Compares the predictions of each event-time window with the reference profile.
 *
 * <pre>
 *                [partition-windows]                     [window-partials] [partition-progress]
 *                        |                               [closed-windows]  [alert-states]
 *                        |                                        |
 * predictions --> summarise-partition --> drift-partials --> judge-windows --> statistics --> drift topic
 *                        |                (one partition)                  --> alerts     --> alerts topic
 *                        +--> rejected (handed back to the caller)
 * </pre>
 *
 * <p>Each partition counts its own rows and, by the row's own event time, decides which are too late. A window is closed,
 * and judged once, when every partition has come past its end plus the grace; partitions that are idle or empty are not waited
 * for, and what they bring after that is late. Under exactly-once processing a restart changes no statistic. Under
 * at-least-once, rows read again after a crash are counted again by their partition; reports are never counted twice.
 */
public final class DriftTopology {
    private final MonitorSettings settings;
    private final ReferenceProfile profile;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final DriftListener listener;

    /**
     * A monitor of one pipeline's predictions.
     *
     * @param registry where the schemas of predictions are, and those of statistics and alerts will be
     * @param clock tells idle partitions from busy ones, and event times that cannot be
     * @param listener told what happens, by several threads
     * @throws IllegalArgumentException if the profile is of another pipeline than the settings
     */
    public DriftTopology(
            MonitorSettings settings,
            ReferenceProfile profile,
            SchemaRegistry registry,
            Clock clock,
            DriftListener listener) {
        if (!profile.pipeline().equals(settings.pipeline())) {
            throw new IllegalArgumentException("the profile is of pipeline '" + profile.pipeline()
                    + "', the predictions are of '" + settings.pipeline() + "'");
        }
        this.settings = settings;
        this.profile = profile;
        this.registry = registry;
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
        var statistics = produced(settings.driftTopic(), DriftStatistic.getClassSchema(), "write-statistics");
        var alerts = produced(settings.alertsTopic(), DriftAlert.getClassSchema(), "write-alerts");
        MonitorStores.all().forEach(builder::addStateStore);

        var rest = builder.stream(settings.predictionsTopic(), predictions())
                .process(this::summarisePartition, Named.as("summarise-partition"), PartitionSummary.STORE)
                .split(Named.as("summary-"))
                .branch(
                        (key, summarised) -> summarised instanceof PartitionReport,
                        Branched.withConsumer(reports -> judge(reports, statistics, alerts), "report"))
                .defaultBranch(Branched.as("rejected"));
        return Objects.requireNonNull(rest.get("summary-rejected"))
                .mapValues(RejectedPrediction.class::cast, Named.as("take-rejected"));
    }

    private void judge(
            KStream<byte[], Summarised> reports,
            Produced<String, SpecificRecord> statistics,
            Produced<String, SpecificRecord> alerts) {
        reports.mapValues(PartitionReport.class::cast, Named.as("take-reports"))
                .repartition(Repartitioned.with(Serdes.ByteArray(), MonitorSerdes.REPORT)
                        .withName("drift-partials")
                        .withNumberOfPartitions(1))
                .process(
                        this::judgeWindows,
                        Named.as("judge-windows"),
                        WindowBoard.PARTIALS_STORE,
                        WindowBoard.PROGRESS_STORE,
                        WindowBoard.CLOSED_STORE,
                        AlertBoard.STORE)
                .split(Named.as("judgement-"))
                .branch(
                        (key, said) -> said instanceof DriftStatistic,
                        Branched.withConsumer(said -> said.to(settings.driftTopic(), statistics), "statistic"))
                .defaultBranch(Branched.withConsumer(said -> said.to(settings.alertsTopic(), alerts), "alert"));
    }

    /** Event time is in the value: the record's own timestamp decides nothing here, so it refuses nothing either. */
    private static Consumed<byte[], byte[]> predictions() {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withTimestampExtractor((prediction, partitionTime) -> Math.max(prediction.timestamp(), 0))
                .withName("read-predictions");
    }

    private SummarisePartition summarisePartition() {
        return new SummarisePartition(
                settings, context -> new PartitionSummary(context, settings, profile, registry, clock, listener));
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
