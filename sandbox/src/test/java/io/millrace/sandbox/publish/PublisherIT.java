package io.millrace.sandbox.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.FaultInjector;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.sandbox.simulator.TransactionSimulator;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class PublisherIT {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void whatArrivesIsWhatWasSimulatedKeyedAndStampedAndAcknowledged() throws Exception {
        // Given
        var settings = TransactionSimulator.covering(2_000, Duration.ofDays(10), 1, START);
        var messages = new FaultInjector(
                new TransactionSimulator(settings).messages(Duration.ofDays(10)), new Faults(0.05, 0.05, 0.05), 1);
        Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();

        try (var broker = SandboxBroker.start();
                var server = SandboxRegistry.start()) {
            var registry = SchemaRegistry.connect(server.url());
            Topics.createMissing(broker.bootstrap(), Domain.TRANSACTIONS, 3);
            Topics.createMissing(broker.bootstrap(), Domain.TRANSACTIONS, 3); // there already: nothing to do

            // When
            Published published;
            try (var publisher = new Publisher(
                    Domain.TRANSACTIONS,
                    broker.bootstrap(),
                    registry,
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    acknowledged::add)) {
                published = publisher.publish(messages, Pace.unlimited());
            }

            // Then
            var events = consume(broker, "transactions");
            var decoder = new AvroDecoder(
                    registry, Domain.TRANSACTIONS.channel(Role.EVENT).schema());
            var unreadable = events.stream()
                    .filter(record -> decoder.decode(record.value()) instanceof Decoded.Malformed)
                    .count();
            assertThat(events).hasSize((int) published.events()).hasSizeGreaterThan(1_500);
            assertThat(unreadable)
                    .isEqualTo(published.of(Expectation.MALFORMED))
                    .isPositive();
            assertThat(published.of(Expectation.LATE)).isPositive();
            assertThat(published.of(Expectation.DUPLICATE)).isPositive();
            assertThat(events).allSatisfy(record -> {
                assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
                assertThat(new String(record.key(), UTF_8)).startsWith("c-");
            });
            assertThat(consume(broker, "customers"))
                    .hasSize(settings.customers())
                    .allSatisfy(record -> assertThat(record.timestamp())
                            .isEqualTo(START.minus(Duration.ofDays(1)).toEpochMilli()));
            assertThat(consume(broker, "transaction-outcomes")).hasSize(Math.toIntExact(published.of(Role.OUTCOME)));
            assertThat(acknowledged)
                    .hasSize(events.size() + settings.customers() + Math.toIntExact(published.of(Role.OUTCOME)));
            assertThat(acknowledged.stream().filter(sent -> sent.topic().equals("transactions")))
                    .allMatch(sent -> sent.message() instanceof Message.Event);
            assertThat(policyOf(broker, "customers")).isEqualTo("compact");
        }
    }

    private static String policyOf(SandboxBroker broker, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            var configs = admin.describeConfigs(List.of(resource)).all().get();
            return requireNonNull(configs.get(resource)).get("cleanup.policy").value();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(SandboxBroker broker, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            assertThat(partitions).hasSize(3);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var expected = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(offset -> offset)
                    .sum();
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (records.size() < expected) {
                consumer.poll(Duration.ofSeconds(5)).forEach(records::add);
            }
            return records;
        }
    }
}
