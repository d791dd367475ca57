package io.millrace.app.topics;

import io.millrace.schemas.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where topics are read.
 *
 * @param bootstrap Kafka brokers, {@code host:port[,host:port...]}
 * @param registryUrl base URL of a registry that speaks the Confluent API
 * @param properties further settings of a Kafka client, such as those of TLS
 */
public record Cluster(String bootstrap, String registryUrl, Map<String, String> properties) {
    private static final int MOST_RECORDS = 5_000;

    public Cluster {
        properties = Map.copyOf(properties);
    }

    public SchemaRegistry registry() {
        return SchemaRegistry.connect(registryUrl);
    }

    /** What every client is to be given: the brokers, and the further settings. */
    public Map<String, Object> settings() {
        var settings = new HashMap<String, Object>(properties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return settings;
    }

    /**
     * Makes sure that a topic can be read.
     *
     * @throws UnreadableTopicException if it does not exist or the cluster does not answer
     */
    public void require(String topic) {
        Snapshot.of(consumer(), topic).close();
    }

    /** Reads committed records from the beginning, and belongs to no group. To be closed by the caller. */
    Consumer<byte[], byte[]> consumer() {
        var settings = settings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
