package io.millrace.app.journal;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients for the rollout log: small amounts, each at once.
 *
 * @param settings of every client; brokers at least
 */
public record JournalClients(Map<String, Object> settings) {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;

    /**
     * How long a broker keeps a fetch waiting for records: whoever asks for the end of the log meanwhile waits behind it, on the same
     * connection. Records that come are sent at once either way.
     */
    private static final int FETCH_WAIT_MILLIS = 20;

    /**
     * Kafka asks for a group first as one of the new kind and, after this pause, as one of the classic kind, which those of Kafka Streams are: at
     * the usual 100 ms it would be most of the time that a roll-back takes. Pauses grow as long as brokers do not answer.
     */
    private static final int RETRY_MILLIS = 2;

    public JournalClients {
        settings = Map.copyOf(settings);
    }

    /** Belongs to no group. To be closed by the caller. */
    public Consumer<byte[], byte[]> consumer() {
        return consumer(Map.of());
    }

    /** Belongs to a group, whose members share what they subscribe to. To be closed by the caller. */
    public Consumer<byte[], byte[]> member(String group) {
        return consumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group));
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Writes at once, and is not content before all replicas have it. To be closed by the caller. */
    public Producer<byte[], byte[]> producer() {
        var all = new HashMap<>(settings);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** To be closed by the caller. */
    public Admin admin() {
        var all = new HashMap<>(settings);
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        return Admin.create(all);
    }
}
