package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.HookedEventClocks;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** A plan's topology alone, against a real broker, without a model: rows and dead letters go to topics as text. */
final class EnrichmentStand implements AutoCloseable {
    /** A topic that was made a moment ago may refuse a first batch and take a second: then the first fits no more. */
    static final String IN_FLIGHT = "max.in.flight.requests.per.connection";

    private static final String FEATURES = "features";
    private static final String REJECTED = "rejected";

    private final FeaturePlan plan;
    private final int partitions;
    private final KafkaUnderTest kafka;
    private final SandboxRegistry registry;

    /** @param partitions of every topic that is read */
    EnrichmentStand(FeaturePlan plan, int partitions) throws Exception {
        this.plan = plan;
        this.partitions = partitions;
        this.kafka = KafkaUnderTest.start();
        this.registry = SandboxRegistry.start();
        create(FEATURES, 1);
        create(REJECTED, 1);
    }

    /** A record for a topic; without a partition it goes where its key belongs. */
    record Keyed(Optional<Integer> partition, String key, GenericRecord value) {}

    /** Makes a topic and fills it, in order. */
    void publish(String topic, Schema schema, List<Keyed> records) throws Exception {
        create(topic, partitions);
        publishMore(topic, schema, records);
    }

    /** Fills a topic on. */
    void publishMore(String topic, Schema schema, List<Keyed> records) throws Exception {
        var encoder = new AvroEncoder(connect().register(topic + "-value", schema), schema);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrap(), IN_FLIGHT, 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var each : records) {
                sent.add(producer.send(new ProducerRecord<>(
                        topic,
                        each.partition().orElse(null),
                        each.key().getBytes(UTF_8),
                        encoder.encode(each.value()))));
            }
            for (var each : sent) {
                assertThat(each.get().hasOffset()).isTrue();
            }
        }
    }

    private void create(String topic, int count) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(admin, List.of(new NewTopic(topic, Optional.of(count), Optional.empty())));
        }
    }

    /** How a topic is set. */
    String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            var settings = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).values().get(resource), topic);
            return settings.get().get(name).value();
        }
    }

    private SchemaRegistry connect() {
        return SchemaRegistry.connect(registry.url());
    }

    /** An instance, not started. */
    KafkaStreams streams(StoreKind stores, Path state, EnrichmentListener listener) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "enrichment");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        var guard = new CommitGuard();
        var clients = new WatchedClients(guard);
        var streams = new EnrichmentTopology(
                        plan,
                        connect(),
                        Clock.systemUTC(),
                        stores,
                        partitions,
                        listener,
                        clients,
                        new HookedEventClocks(guard))
                .addTo(builder);
        streams.enriched()
                .mapValues(EnrichmentStand::written, Named.as("write-features"))
                .to(FEATURES, Produced.with(Serdes.ByteArray(), Serdes.String()).withName("features"));
        streams.rejected().forEach((stage, rejected) -> rejected.mapValues(
                        EnrichmentStand::written, Named.as("write-" + stage))
                .to(REJECTED, Produced.with(Serdes.ByteArray(), Serdes.String()).withName("rejected-" + stage)));
        return new KafkaStreams(builder.build(properties), properties, clients);
    }

    private static String written(Event event) {
        return event.id() + "=" + Arrays.toString(event.row());
    }

    /** A dead letter as the topic has it: of which key and why. */
    static String written(Verdict.Rejected rejected) {
        return new String(
                        rejected.origin().key() == null
                                ? new byte[0]
                                : rejected.origin().key(),
                        UTF_8) + ": " + rejected.reason().code();
    }

    void awaitFeatures(int wanted) {
        committed().read(FEATURES, records -> records.size() >= wanted, wanted + " features");
    }

    void awaitRejected(int wanted) {
        committed().read(REJECTED, records -> records.size() >= wanted, wanted + " dead letters");
    }

    /** Rows as text by event; none is there twice. */
    Map<String, String> features() {
        var byId = new TreeMap<String, String>();
        for (var feature : read(FEATURES)) {
            int end = feature.indexOf('=');
            assertThat(byId.put(feature.substring(0, end), feature.substring(end + 1)))
                    .as("another of %s", feature)
                    .isNull();
        }
        return byId;
    }

    List<String> rejected() {
        return read(REJECTED);
    }

    private List<String> read(String topic) {
        return committed().readAll(topic).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private Committed committed() {
        return new Committed(kafka.bootstrap(), connect());
    }

    @Override
    public void close() {
        registry.close();
        kafka.close();
    }
}
