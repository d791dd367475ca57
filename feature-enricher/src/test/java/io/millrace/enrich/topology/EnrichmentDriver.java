package io.millrace.enrich.topology;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology in Kafka's test driver; what comes out is gathered in lists. */
final class EnrichmentDriver implements AutoCloseable {
    /** Topic of the hop to the terminals' station. */
    static final String HOP = "payments-test-by-terminal-id-repartition";

    final List<Event> enriched = new ArrayList<>();
    final List<Long> enrichedTimestamps = new ArrayList<>();
    final List<Record<byte[], Event>> enrichedRecords = new ArrayList<>();
    final List<Verdict.Rejected> rejected = new ArrayList<>();
    final List<RecordHeaders> rejectedHeaders = new ArrayList<>();
    final List<String> rejectedFrom = new ArrayList<>();
    final Topology topology;
    final TopologyTestDriver driver;
    final FeaturePlan plan;
    final EnvelopeSerde messages;
    private final AvroEncoder payments;
    private final AvroEncoder customers;
    private final AvroEncoder outcomes;

    EnrichmentDriver(FeatureDefinitions definitions, Clock clock, StoreKind stores) {
        this(definitions, clock, stores, 1, EnrichmentListener.NONE);
    }

    EnrichmentDriver(
            FeatureDefinitions definitions,
            Clock clock,
            StoreKind stores,
            int partitions,
            EnrichmentListener listener) {
        this(definitions, clock, stores, partitions, listener, Backlog.NONE);
    }

    /** @param partitions that stations believe there are; the test driver has one */
    EnrichmentDriver(
            FeatureDefinitions definitions,
            Clock clock,
            StoreKind stores,
            int partitions,
            EnrichmentListener listener,
            Backlog backlog) {
        var registry = new SchemaRegistry(new MockSchemaRegistryClient());
        plan = FeaturePlan.compile(definitions);
        messages = new EnvelopeSerde(plan, registry);
        payments = encoder(registry, "payments", Payments.TRANSACTION);
        outcomes = encoder(registry, "outcomes", Payments.OUTCOME);
        customers =
                encoder(registry, "customers", definitions.references().get(0).schema());
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties())));
        var streams = new EnrichmentTopology(
                        plan, registry, clock, stores, partitions, listener, backlog, EventClocks.CACHED)
                .addTo(builder);
        streams.enriched()
                .process(
                        () -> new Gather<>(record -> {
                            enriched.add(record.value());
                            enrichedRecords.add(record);
                            enrichedTimestamps.add(record.timestamp());
                        }),
                        Named.as("gather-enriched"));
        streams.rejected()
                .forEach((from, rejections) -> rejections.process(
                        () -> new Gather<>(record -> {
                            rejected.add(record.value());
                            rejectedFrom.add(from);
                            rejectedHeaders.add(new RecordHeaders(record.headers()));
                        }),
                        Named.as("gather-rejected-" + from)));
        topology = builder.build();
        driver = new TopologyTestDriver(topology, properties());
    }

    static Properties properties() {
        var properties = new Properties();
        properties.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, "payments-test");
        properties.setProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "not-asked:1");
        properties.setProperty(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        return properties;
    }

    private static AvroEncoder encoder(SchemaRegistry registry, String topic, Schema schema) {
        try {
            return new AvroEncoder(registry.register(topic + "-value", schema), schema);
        } catch (IncompatibleSchemaException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] encode(GenericRecord record) {
        if (record.getSchema().equals(Payments.OUTCOME)) {
            return outcomes.encode(record);
        }
        return (record.getSchema().equals(Payments.TRANSACTION) ? payments : customers).encode(record);
    }

    void pay(GenericRecord payment) {
        pipe("payments", Payments.bytes(payment.get("customer_id").toString()), encode(payment));
    }

    void report(GenericRecord outcome) {
        pipe("outcomes", Payments.bytes(String.valueOf(outcome.get("transaction_id"))), encode(outcome));
    }

    void customer(GenericRecord customer) {
        pipe("customers", Payments.bytes(customer.get("customer_id").toString()), encode(customer));
    }

    /** A customer published at a time. */
    void customer(GenericRecord customer, Instant published) {
        pipe("customers", Payments.bytes(customer.get("customer_id").toString()), encode(customer), published);
    }

    /** A message over the hop to the terminals' station, as if another task had sent it. */
    void hop(String key, HopMessage message, RecordHeaders headers) {
        byte[] value = messages.serializer().serialize(HOP, message);
        long timestamp = Math.max(0, message.watermark().timeMillis());
        driver.createInputTopic(HOP, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(Payments.bytes(key), value, headers, timestamp));
    }

    /** What was sent over the hop since the last call. */
    List<HopMessage> hopped() {
        return driver.createOutputTopic(HOP, new ByteArrayDeserializer(), messages.deserializer())
                .readValuesToList();
    }

    void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value, Instant published) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(), published));
    }

    void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        pipe(topic, key, value, new RecordHeaders());
    }

    void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, Payments.NOON.plus(Duration.ofSeconds(1))));
    }

    @Override
    public void close() {
        driver.close();
    }

    private interface Taking<V> {
        void take(Record<byte[], V> record);
    }

    private static final class Gather<V> extends ContextualProcessor<byte[], V, Void, Void> {
        private final Taking<V> taking;

        private Gather(Taking<V> taking) {
            this.taking = taking;
        }

        @Override
        public void process(Record<byte[], V> record) {
            taking.take(record);
        }
    }
}
