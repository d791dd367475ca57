package io.millrace.benchmarks.scoring;

import io.millrace.benchmarks.drain.Drain;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.measure.Effort;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What exactly-once costs without Kafka Streams: records are read, as many are written, of their keys and of as many bytes as a
 * prediction, in a transaction with the offsets at every commit interval; one thread, clients with a pipeline's settings.
 */
final class ByteCopy {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Place place;
    private final StreamsConfig config;
    private final long commitNanos;
    private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();

    ByteCopy(Place place, Properties properties) {
        this.place = place;
        this.config = new StreamsConfig(properties);
        this.commitNanos = TimeUnit.MILLISECONDS.toNanos(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
    }

    /**
     * Drains a topic.
     *
     * @param bytes of every value that is written
     */
    DrainResult run(String topic, int bytes, double dropped, long events) {
        try (var consumer = consumer();
                var producer = producer()) {
            producer.initTransactions();
            consumer.subscribe(List.of(topic));
            return DrainResult.of(drain(consumer, producer, bytes, events).without(dropped, events));
        }
    }

    private Drain drain(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, int bytes, long events) {
        var drain = new Drain();
        long copied = 0;
        long lookedNanos = System.nanoTime();
        long begunNanos = lookedNanos;
        producer.beginTransaction();
        while (copied < events) {
            for (var record : consumer.poll(POLL)) {
                var unused = producer.send(new ProducerRecord<>(
                        place.predictions(), null, record.timestamp(), record.key(), new byte[bytes]));
                read.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                copied++;
            }
            long now = System.nanoTime();
            if (now - begunNanos > commitNanos) {
                commit(consumer, producer);
                producer.beginTransaction();
                begunNanos = now;
            }
            if (now - lookedNanos > LOOK_EVERY_NANOS) {
                drain.at((double) copied, now, Effort.processCpuNanos());
                lookedNanos = now;
            }
        }
        commit(consumer, producer); // which is work, too, although nothing more is copied
        drain.at(copied + 1.0, System.nanoTime(), Effort.processCpuNanos());
        return drain;
    }

    private void commit(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
        producer.commitTransaction();
        read.clear();
    }

    private Consumer<byte[], byte[]> consumer() {
        var settings = config.getMainConsumerConfigs(place.application(), "copy", 1);
        settings.keySet().removeIf(key -> key.startsWith("__") || key.equals("partition.assignment.strategy"));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer() {
        var settings = config.getProducerConfigs("copy");
        settings.put("transactional.id", place.application());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
