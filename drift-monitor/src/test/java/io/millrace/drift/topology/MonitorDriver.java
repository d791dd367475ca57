package io.millrace.drift.topology;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.drift.window.WindowCodec;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Named;
import org.jspecify.annotations.Nullable;

/** The monitor of the {@code transactions} pipeline over a driver, with one partition, and its clock. */
final class MonitorDriver implements AutoCloseable {
    static final String PREDICTIONS = "transactions.predictions";
    private static final String DRIFT = "transactions.drift";
    private static final String ALERTS = "transactions.alerts";
    private static final String RETRAINING = "transactions.retraining";
    private static final String PARTIALS = "monitor-window-reports-repartition";
    private static final Schema SCHEMA = schema(Set.of());
    private static final Schema WITH_OUTLIERS = schema(Set.of(PredictionSchema.Extra.OUTLIER_SCORE));

    static {
        // Avro reads only classes that are trusted by name.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.DEFAULT, type -> type.getPackageName()
                        .equals(DriftStatistic.class.getPackageName())));
    }

    final MutableClock clock;
    final RecordingListener listener = new RecordingListener();
    final List<RejectedPrediction> rejected = new ArrayList<>();
    final TestInputTopic<byte[], byte[]> predictions;

    private final WindowCodec codec;
    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
    private final AvroEncoder encoder = new AvroEncoder(register(SCHEMA), SCHEMA);
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], PartitionReport> reportsIn;
    private final TestOutputTopic<byte[], PartitionReport> reportsOut;
    private final TestOutputTopic<String, byte[]> statistics;
    private final TestOutputTopic<String, byte[]> alerts;
    private final TestOutputTopic<String, byte[]> requests;

    MonitorDriver(MonitorSettings settings, ReferenceProfile profile, Path stateFolder, MutableClock clock) {
        this.clock = clock;
        this.codec = new WindowCodec(profile, settings.windows().slide());
        var properties = properties(stateFolder);
        this.driver = new TopologyTestDriver(topology(settings, profile, properties), properties, clock.instant());
        var bytes = new ByteArraySerializer();
        this.predictions = driver.createInputTopic(PREDICTIONS, bytes, bytes);
        this.reportsIn = driver.createInputTopic(PARTIALS, bytes, MonitorSerdes.REPORT.serializer());
        this.reportsOut =
                driver.createOutputTopic(PARTIALS, new ByteArrayDeserializer(), MonitorSerdes.REPORT.deserializer());
        this.statistics = driver.createOutputTopic(DRIFT, new StringDeserializer(), new ByteArrayDeserializer());
        this.alerts = driver.createOutputTopic(ALERTS, new StringDeserializer(), new ByteArrayDeserializer());
        this.requests = driver.createOutputTopic(RETRAINING, new StringDeserializer(), new ByteArrayDeserializer());
    }

    static MonitorSettings settings(Duration warmUp, int minSamples) {
        return settings(warmUp, Limits.byKind(0.25, 1.0, 0.25, minSamples), Examples.EVERY_HOUR, SplitBy.NOTHING);
    }

    static MonitorSettings settings(Duration warmUp, Limits limits, SlidingWindows windows, SplitBy by) {
        return settings(1, warmUp, limits, windows, by);
    }

    static MonitorSettings settings(
            int partitions, Duration warmUp, Limits limits, SlidingWindows windows, SplitBy by) {
        return new MonitorSettings(
                "transactions",
                new MonitorSettings.Topics(PREDICTIONS, CountedFrom.PREDICTIONS, partitions, DRIFT, ALERTS),
                windows,
                warmUp,
                new AlertRule(2),
                limits,
                FalseDiscoveries.UNCONTROLLED,
                by,
                false,
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                new RetrainingSettings(
                        RETRAINING,
                        "pipelines/transactions",
                        new RetrainingRule(1, Duration.ofHours(6), Duration.ofHours(5))));
    }

    private static Schema schema(Set<PredictionSchema.Extra> extras) {
        return PredictionSchema.of(
                "transactions",
                List.of(new Schema.Field("customer_id", Schema.create(Schema.Type.STRING))),
                List.of(
                        new PredictionField("amount", PredictionField.Type.LONG),
                        new PredictionField("night", PredictionField.Type.BOOLEAN),
                        new PredictionField("merchant", PredictionField.Type.TEXT)),
                extras);
    }

    private Topology topology(MonitorSettings settings, ReferenceProfile profile, Properties properties) {
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        try {
            new DriftTopology(settings, profile, registry, Commits.UNANNOUNCED, clock, listener)
                    .addTo(builder)
                    .foreach((key, rejection) -> rejected.add(rejection), Named.as("collect-rejected"));
        } catch (IncompatibleSchemaException impossible) {
            throw new AssertionError(impossible);
        }
        return builder.build(properties);
    }

    static Properties properties(Path stateFolder) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "monitor");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    int register(Schema schema) {
        try {
            return registry.register(SchemaRegistry.valueSubject(PREDICTIONS), schema);
        } catch (IncompatibleSchemaException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A prediction by model version 7; null is a missing feature. */
    void predict(long eventTimeMillis, @Nullable Long amount, @Nullable Boolean night, double score) {
        predictions.pipeInput(encode(eventTimeMillis, amount, night, score));
    }

    /** The same with a text; null is a missing one. */
    void predict(
            long eventTimeMillis,
            @Nullable Long amount,
            @Nullable Boolean night,
            @Nullable String merchant,
            double score) {
        predictions.pipeInput(encoder.encode(row(eventTimeMillis, amount, night, score)
                .set("merchant", merchant)
                .build()));
    }

    /** The same by any version, as any variant, of any customer. */
    void predictBy(long eventTimeMillis, long amount, double score, String version, String variant, String customer) {
        predictions.pipeInput(encoder.encode(row(eventTimeMillis, amount, amount == 3, score)
                .set("model_version", version)
                .set("variant", variant)
                .set("customer_id", customer)
                .build()));
    }

    /** A prediction that says how far out its row is, or null. */
    void predictOutlying(long eventTimeMillis, @Nullable Double outlierScore) {
        var encoder = new AvroEncoder(register(WITH_OUTLIERS), WITH_OUTLIERS);
        var plain = row(eventTimeMillis, 1L, false, 0.25).build();
        var told = new GenericRecordBuilder(WITH_OUTLIERS).set("outlier_score", outlierScore);
        SCHEMA.getFields().forEach(field -> told.set(field.name(), plain.get(field.name())));
        predictions.pipeInput(encoder.encode(told.build()));
    }

    /** The same by another model than the profile's. */
    void predictOtherwise(long eventTimeMillis, long amount, boolean night, double score) {
        predictions.pipeInput(encode(eventTimeMillis, amount, night, score, "another"));
    }

    byte[] encode(long eventTimeMillis, @Nullable Long amount, @Nullable Boolean night, double score) {
        return encode(
                eventTimeMillis,
                amount,
                night,
                score,
                Examples.profile().model().sha256());
    }

    private byte[] encode(
            long eventTimeMillis, @Nullable Long amount, @Nullable Boolean night, double score, String digest) {
        return encoder.encode(row(eventTimeMillis, amount, night, score)
                .set("model_digest", digest)
                .build());
    }

    private static GenericRecordBuilder row(
            long eventTimeMillis, @Nullable Long amount, @Nullable Boolean night, double score) {
        return new GenericRecordBuilder(SCHEMA)
                .set("prediction_id", "p")
                .set("event_id", "e")
                .set("event_time", eventTimeMillis)
                .set("customer_id", "c")
                .set("amount", amount)
                .set("night", night)
                .set("score", score)
                .set("label", score >= 0.5)
                .set("threshold", 0.5)
                .set("model_name", "fraud")
                .set("model_version", "7")
                .set("model_digest", Examples.profile().model().sha256())
                .set("variant", "champion")
                .set("scored_at", eventTimeMillis)
                .set("scoring_micros", 100L);
    }

    /** Lets the wall clock move on by one second: the partition reports. */
    void tick() {
        clock.advance(Duration.ofSeconds(1));
        tickDriver();
    }

    /** As {@link #tick()}, where the clock is shared and has moved already. */
    void tickDriver() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            tick();
        }
    }

    void report(PartitionReport report) {
        reportsIn.pipeInput(new byte[0], report, clock.millis());
    }

    List<PartitionReport> reports() {
        return reportsOut.readValuesToList();
    }

    List<DriftStatistic> statistics() {
        return statistics.readValuesToList().stream()
                .map(bytes -> decode(bytes, DriftStatistic.class))
                .toList();
    }

    List<DriftAlert> alerts() {
        return alerts.readValuesToList().stream()
                .map(bytes -> decode(bytes, DriftAlert.class))
                .toList();
    }

    List<RetrainingRequest> requests() {
        return requests.readValuesToList().stream()
                .map(bytes -> decode(bytes, RetrainingRequest.class))
                .toList();
    }

    List<String> alertKeys() {
        return alerts.readKeyValuesToList().stream().map(entry -> entry.key).toList();
    }

    <K, V> Map<K, V> store(String name) {
        var entries = new LinkedHashMap<K, V>();
        try (var all = driver.<K, V>getKeyValueStore(name).all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }

    /** How many rows are counted, by the start of their window, in a store of windows. */
    Map<Long, Long> rowsIn(String name) {
        var stored = new StoredWindows(driver.getKeyValueStore(name));
        var rows = new LinkedHashMap<Long, Long>();
        for (long start : stored.starts()) {
            stored.of(start)
                    .values()
                    .forEach(parts ->
                            rows.merge(start, codec.decode(parts).orElseThrow().rows(), Long::sum));
        }
        return rows;
    }

    /** Decoded without any code of ours: five bytes of header, then Avro. */
    private static <T extends SpecificRecord> T decode(byte[] bytes, Class<T> type) {
        try {
            return new SpecificDatumReader<>(type)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
