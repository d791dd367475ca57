package io.millrace.app.runtime;

import io.millrace.enrich.topology.Backlog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of one Kafka Streams application. Those that read its input note after every poll how much is left: a processor
 * cannot see whether nothing comes because there is nothing, or because other partitions are read first. Thread-safe.
 */
public final class WatchedClients implements KafkaClientSupplier, Backlog {
    /** Before the broker has said where a partition ends. */
    private static final long UNKNOWN = -1;

    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();

    @Override
    public boolean hasMore(String topic, int partition) {
        return left.getOrDefault(new TopicPartition(topic, partition), UNKNOWN) != 0;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new Watched(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    private final class Watched extends KafkaConsumer<byte[], byte[]> {
        private Watched(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            var records = super.poll(timeout);
            for (var partition : assignment()) {
                left.put(partition, currentLag(partition).orElse(UNKNOWN));
            }
            return records;
        }
    }
}
