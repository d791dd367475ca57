package io.millrace.app.runtime;

import io.millrace.app.topology.CommitGuard;
import io.millrace.enrich.topology.Backlog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of one Kafka Streams application. Those that read its input say how much is left: a processor cannot see whether
 * nothing comes because there is nothing, or because other partitions are read first. Those that commit ask the guard first.
 * Thread-safe.
 */
public final class WatchedClients implements KafkaClientSupplier, Backlog {
    /** How old word of where partitions end may be. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CommitGuard guard;
    private final Map<TopicPartition, Watched> readers = new ConcurrentHashMap<>();

    /** Of an application that holds nothing back. */
    public WatchedClients() {
        this(new CommitGuard());
    }

    /** @param guard is asked before every commit */
    public WatchedClients(CommitGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean hasMore(String topic, int partition) {
        var asked = new TopicPartition(topic, partition);
        var reader = readers.get(asked);
        return reader == null || reader.hasMore(asked);
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
        return new Committing(config);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /** Every transaction's last step but one is to say what was read: offsets that must not be said end it instead. */
    private final class Committing extends KafkaProducer<byte[], byte[]> {
        private Committing(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            guard.check();
            super.sendOffsetsToTransaction(offsets, group);
        }
    }

    /** Asked by the thread that polls it. */
    private final class Watched extends KafkaConsumer<byte[], byte[]> {
        private Map<TopicPartition, Long> ends = Map.of();
        private long endsNanos;

        private Watched(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            var records = super.poll(timeout);
            assignment().forEach(partition -> readers.put(partition, this));
            return records;
        }

        /**
         * Asks the broker before it says no. What the consumer knows of a partition's end is what it was when the last fetch that
         * has been looked at was made; the next one may wait for long behind those of other partitions.
         */
        private boolean hasMore(TopicPartition partition) {
            if (!assignment().contains(partition) || currentLag(partition).orElse(1) > 0) {
                return true;
            }
            Long end = freshEnds().get(partition);
            return end == null || position(partition) < end;
        }

        private Map<TopicPartition, Long> freshEnds() {
            long now = System.nanoTime();
            if (ends.isEmpty() || now - endsNanos > FRESH.toNanos()) {
                endsNanos = now;
                try {
                    ends = endOffsets(assignment(), PATIENCE);
                } catch (TimeoutException e) {
                    ends = Map.of();
                }
            }
            return ends;
        }
    }
}
