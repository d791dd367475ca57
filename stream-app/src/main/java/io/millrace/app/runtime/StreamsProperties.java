package io.millrace.app.runtime;

import io.millrace.app.pipeline.Pipeline;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams configuration of a role: exactly-once, every internal resource named. */
public final class StreamsProperties {
    /** How long the group waits for an instance without a name that gives no sign of life. */
    static final int SESSION_TIMEOUT_MILLIS = 10_000;

    /** Rows that wait for others are looked after between two polls, and a poll waits for records this long. */
    static final int POLL_MILLIS = 5;

    private static final long MONITOR_COMMIT_MILLIS = 1_000;

    private StreamsProperties() {}

    /** A monitor writes its windows with every commit, and nobody waits for what it says by the millisecond. */
    private static long commitMillis(Role role, Tuning tuning) {
        long interval = tuning.commitInterval().toMillis();
        return role == Role.MONITOR ? Math.max(interval, MONITOR_COMMIT_MILLIS) : interval;
    }

    /** The application id: the consumer group and the prefix of every internal topic. */
    static String applicationId(String pipeline, Role role) {
        return role == Role.SCORE ? Pipeline.scoringGroup(pipeline) : "millrace-" + pipeline + "-monitor";
    }

    public static Properties of(String pipeline, Role role, RunSettings settings) {
        var tuning = settings.tuning();
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(pipeline, role));
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMillis(role, tuning));
        if (role == Role.SCORE) {
            properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        }
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(BoundedRocksDb.MEMORY_BYTES_CONFIG, settings.state().rocksDbBytes());
        // Streams itself says 100 ms and 16 KiB
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                tuning.linger().toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), tuning.batchBytes());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (settings.instance() != null) { // Streams adds the number of the thread
            properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instance());
        } else { // nobody waits for a nameless instance that died: its work is taken over, by its restart as well
            properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        }
        return properties;
    }
}
