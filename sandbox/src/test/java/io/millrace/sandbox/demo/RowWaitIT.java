package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for a batch which never fills leave by themselves, where the next commit is an hour away. */
class RowWaitIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final int WAVES = 5;
    private static final int EVENTS_OF_A_WAVE = 7;

    private static final String PIPELINE = """
            name: contest
            events: { topic: signals, schema: signal.avsc, id: id, time: time, key: customer, lateness: 1h, skew: 1m }
            features:
              - values: { signal: signal, other: other, luck: luck }
            model: { source: model/, score: score, threshold: 0.5, batch: { rows: 1000, wait: 50ms } }
            """;

    @TempDir
    private Path folder;

    @Test
    void everyTimeThatSomeAreLeftTheyLeaveWithoutACommit() throws Exception {
        ContestStand.write("champion", PIPELINE, folder);
        var pipeline = PipelineFolder.read(folder);
        try (var kafka = KafkaUnderTest.start();
                var registry = SandboxRegistry.start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                kafka.bootstrap(),
                                "group.id",
                                "impatient",
                                "auto.offset.reset",
                                "earliest",
                                "isolation.level",
                                "read_uncommitted"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var schemas = SchemaRegistry.connect(registry.url());
            NewTopics.create(
                    admin,
                    List.of(
                            new NewTopic("signals", 1, (short) 1),
                            new NewTopic(pipeline.topics().predictions(), 1, (short) 1)));
            var properties = impatient(kafka.bootstrap(), registry.url());
            var guard = new CommitGuard();
            var clients = new WatchedClients(guard);
            var topology = AtLeastOnce.topology(pipeline, schemas, properties, 1, clients, guard);
            try (var streams = new KafkaStreams(topology, properties, clients)) {
                streams.start();
                consumer.subscribe(List.of(pipeline.topics().predictions()));
                var scored = new HashSet<String>();
                for (int wave = 1; wave <= WAVES; wave++) {
                    var published = publish(kafka.bootstrap(), schemas, wave);
                    Await.until("wave " + wave + " is scored", PATIENCE, () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(one -> scored.add(new String(one.key(), UTF_8)));
                        return scored.containsAll(published);
                    });
                    assertThat(scored).hasSize(wave * EVENTS_OF_A_WAVE);
                }
            }
        }
    }

    /** At least once, so that a record can be read before it is committed, and that as good as never. */
    private Properties impatient(String bootstrap, String registry) {
        var settings = new RunSettings(bootstrap, registry, folder.resolve("state"), 0, 1, Set.of(Role.SCORE), null, 0);
        var properties = StreamsProperties.of("contest", Role.SCORE, settings);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Duration.ofHours(1).toMillis());
        return properties;
    }

    private static List<String> publish(String bootstrap, SchemaRegistry schemas, int wave) throws Exception {
        var schema = new Schema.Parser().parse(ContestStand.SIGNAL);
        var encoder = new AvroEncoder(schemas.register("signals-value", schema), schema);
        var ids = IntStream.range(0, EVENTS_OF_A_WAVE)
                .mapToObj(i -> wave + "-" + i)
                .toList();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var id : ids) {
                var event = new GenericData.Record(schema);
                event.put("id", id);
                event.put("time", NOON.toEpochMilli() + wave);
                event.put("customer", "c");
                event.put("signal", 0.5);
                event.put("other", 0.25);
                event.put("luck", 0.125);
                producer.send(new ProducerRecord<>("signals", "c".getBytes(UTF_8), encoder.encode(event)))
                        .get();
            }
        }
        return ids;
    }
}
