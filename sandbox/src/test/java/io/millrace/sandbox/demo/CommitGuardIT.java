package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.runtime.NewTopics;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Streams that commits without asking those first who hold records back, on a real broker. */
class CommitGuardIT {
    private static final String APPLICATION = "keeps";

    @TempDir
    private Path state;

    /** Forwards records, and says that it holds some back, whatever happens. */
    private static final class Keeper implements Processor<byte[], byte[], byte[], byte[]> {
        private final CommitGuard guard;
        private ProcessorContext<byte[], byte[]> context;
        private boolean holds;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
        private Keeper(CommitGuard guard) {
            this.guard = guard;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            guard.watch(() -> holds);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            holds = true;
            context.forward(record);
        }
    }

    @Test
    void theTransactionEndsAndNothingOfItIsCommitted() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var registry = SandboxRegistry.start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopics.create(admin, List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1)));
            publish(kafka.bootstrap());
            var guard = new CommitGuard();
            var failure = new CompletableFuture<Throwable>();
            var topology = new Topology()
                    .addSource("read", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                    .addProcessor("keep", () -> new Keeper(guard), "read")
                    .addSink("write", "out", new ByteArraySerializer(), new ByteArraySerializer(), "keep");
            try (var streams = new KafkaStreams(topology, properties(kafka.bootstrap()), new WatchedClients(guard))) {
                streams.setUncaughtExceptionHandler(thrown -> {
                    failure.complete(thrown);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
                streams.start();
                assertThat(failure.get(60, TimeUnit.SECONDS)).hasStackTraceContaining("still held back");
            }

            assertThat(admin.listConsumerGroupOffsets(APPLICATION)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty();
            assertThat(new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url())).readAll("out"))
                    .isEmpty();
        }
    }

    private Properties properties(String bootstrap) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return properties;
    }

    private static void publish(String bootstrap) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
                var value = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(new ProducerRecord<>("in", value));
            }
        }
    }
}
