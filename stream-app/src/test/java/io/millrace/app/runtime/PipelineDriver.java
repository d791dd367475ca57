package io.millrace.app.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The scoring role of a pipeline in Kafka's test driver, with the settings it runs with. What comes out is decoded by Avro's
 * own readers.
 */
public final class PipelineDriver implements AutoCloseable {
    /** Kafka's timestamp of every event. */
    public static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00Z");

    private static final int WIRE_HEADER_BYTES = 5;

    static {
        // Avro makes classes only of packages that were named.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().startsWith("io.millrace.schemas")));
    }

    private final Pipeline pipeline;
    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
    private final ScoringRole role;
    private final Topology topology;
    private final TopologyTestDriver driver;

    public PipelineDriver(Pipeline pipeline, Clock clock, Path stateDir) {
        this(pipeline, requireNonNull(pipeline.model()), clock, stateDir);
    }

    public PipelineDriver(Pipeline pipeline, ModelReference scoring, Clock clock, Path stateDir) {
        this(pipeline, scoring, clock, stateDir, new SimpleMeterRegistry());
    }

    /** @param meters where the role counts */
    public PipelineDriver(Pipeline pipeline, Clock clock, Path stateDir, MeterRegistry meters) {
        this(pipeline, requireNonNull(pipeline.model()), clock, stateDir, meters);
    }

    private PipelineDriver(
            Pipeline pipeline, ModelReference scoring, Clock clock, Path stateDir, MeterRegistry meters) {
        this.pipeline = pipeline;
        var metrics = new PipelineMetrics(meters, pipeline.name());
        try {
            this.role =
                    new ScoringRole(pipeline, scoring, registry, StoreKind.ROCKSDB, Tuning.BALANCED, clock, metrics);
            role.prepare(1);
            this.topology = topology(pipeline, Role.SCORE, role, stateDir);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        this.driver = new TopologyTestDriver(
                topology, StreamsProperties.of(pipeline.name(), Role.SCORE, settings(stateDir)), PUBLISHED);
    }

    static RunSettings settings(Path stateDir) {
        return new RunSettings("nowhere:1", "mock://", stateDir, 0, 1, EnumSet.allOf(Role.class), null, 0);
    }

    static Topology topology(Pipeline pipeline, Role role, RoleTopology parts, Path stateDir) throws Exception {
        var properties = StreamsProperties.of(pipeline.name(), role, settings(stateDir));
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        parts.addTo(builder, 1);
        return builder.build(properties);
    }

    /** The bytes of a record in Confluent's wire format, its schema registered for the topic. */
    public byte[] encode(String topic, GenericRecord record) {
        try {
            int id = registry.register(SchemaRegistry.valueSubject(topic), record.getSchema());
            return new AvroEncoder(id, record.getSchema()).encode(record);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** An event, keyed as the pipeline says. */
    public void event(GenericRecord event) {
        var key = event.get(requireNonNull(pipeline.definitions().event().key()));
        pipe(pipeline.topics().events(), text(key), encode(pipeline.topics().events(), event), new RecordHeaders());
    }

    /** A record of the pipeline's only reference. */
    public void reference(GenericRecord record) {
        var reference = pipeline.definitions().references().get(0);
        pipe(
                reference.topic(),
                text(record.get(reference.key())),
                encode(reference.topic(), record),
                new RecordHeaders());
    }

    public void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(headers), PUBLISHED));
    }

    /** Predictions since the last call. */
    public List<TestRecord<String, GenericRecord>> predictions() {
        return read(pipeline.topics().predictions(), new GenericDatumReader<>(pipeline.predictionSchema()));
    }

    /** Dead letters since the last call. */
    public List<TestRecord<String, DeadLetter>> deadLetters() {
        return read(pipeline.topics().deadLetters(), new SpecificDatumReader<>(DeadLetter.class));
    }

    /** Events that no model has seen, since the last call. */
    public List<TestRecord<String, DeadLetter>> quarantined() {
        return read(pipeline.topics().quarantine(), new SpecificDatumReader<>(DeadLetter.class));
    }

    private <T> List<TestRecord<String, T>> read(String topic, DatumReader<T> reader) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> new TestRecord<>(
                        record.key() == null ? null : new String(record.key(), UTF_8),
                        decode(record.value(), reader),
                        record.headers(),
                        record.timestamp()))
                .toList();
    }

    private static <T> T decode(byte[] value, DatumReader<T> reader) {
        try {
            int length = value.length - WIRE_HEADER_BYTES;
            return reader.read(null, DecoderFactory.get().binaryDecoder(value, WIRE_HEADER_BYTES, length, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(Object key) {
        return key.toString().getBytes(UTF_8);
    }

    /** Where the schemas of what it writes are. */
    SchemaRegistry registry() {
        return registry;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    Schema eventSchema() {
        return pipeline.definitions().event().schema();
    }

    @Override
    public void close() {
        driver.close();
        role.close();
    }
}
