package io.millrace.benchmarks.drain;

import io.millrace.app.runtime.NewTopics;
import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.registry.SandboxRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The sandbox's broker, in a process of its own, and registry. */
public final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SandboxBroker broker;
    private final SandboxRegistry registry;
    private final Admin admin;
    private final int partitions;

    private Cluster(SandboxBroker broker, SandboxRegistry registry, int partitions) {
        this.broker = broker;
        this.registry = registry;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        this.partitions = partitions;
    }

    /**
     * Starts broker and registry.
     *
     * @param partitions of every topic that is created
     */
    public static Cluster start(int partitions) throws InterruptedException {
        return new Cluster(SandboxBroker.start(), SandboxRegistry.start(), partitions);
    }

    public String bootstrap() {
        return broker.bootstrap();
    }

    public String registryUrl() {
        return registry.url();
    }

    public int partitions() {
        return partitions;
    }

    /** Creates a topic that can be written at once. */
    public void create(String topic) throws InterruptedException {
        NewTopics.create(admin, List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())));
    }

    /** Deletes every topic whose name begins so. */
    public void deleteAll(String prefix) throws InterruptedException {
        Collection<String> topics = get(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
        get(admin.deleteTopics(topics).all());
    }

    /** Mean size of the first values of a topic that are committed; NaN if there are none. */
    public double valueBytes(String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed", "group.id", "sizes");
        try (var reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var all = reader.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            reader.assign(all);
            if (reader.endOffsets(all).values().stream().allMatch(end -> end == 0)) {
                return Double.NaN;
            }
            reader.seekToBeginning(all);
            var values = reader.poll(PATIENCE).records(topic).spliterator();
            return StreamSupport.stream(values, false)
                    .map(ConsumerRecord::value)
                    .mapToInt(value -> value.length)
                    .average()
                    .orElse(Double.NaN);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        broker.close();
    }
}
