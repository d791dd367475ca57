package io.millrace.benchmarks.scoring;

import io.millrace.benchmarks.drain.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads predictions as soon as they are committed, in a thread of its own. */
final class CommittedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> reading;

    CommittedReader(Cluster cluster, String topic, Latencies latencies) {
        this.reading = thread.submit(() -> read(cluster, topic, latencies));
    }

    private static void read(Cluster cluster, String topic, Latencies latencies) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrap(), "isolation.level", "read_committed");
        try (var reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var all = reader.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            reader.assign(all);
            reader.seekToBeginning(all);
            while (!latencies.areComplete() && !Thread.currentThread().isInterrupted()) {
                var predictions = reader.poll(POLL);
                long now = System.nanoTime();
                predictions.forEach(prediction -> latencies.read(NumberTopics.event(prediction.key()), now));
            }
        }
    }

    /** Waits until the prediction of every event has been read. */
    void awaitAll() throws InterruptedException {
        try {
            reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("predictions are missing", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
