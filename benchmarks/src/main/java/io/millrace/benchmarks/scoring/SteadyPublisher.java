package io.millrace.benchmarks.scoring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes events at a steady rate. What is behind its time is published at once, and counted from when it was due. */
final class SteadyPublisher {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NAP_NANOS = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final LongFunction<byte[]> values;
    private final int rate;

    /** @param rate events per second */
    SteadyPublisher(Producer<byte[], byte[]> producer, String topic, LongFunction<byte[]> values, int rate) {
        this.producer = producer;
        this.topic = topic;
        this.values = values;
        this.rate = rate;
    }

    /** Publishes one event, and the others once its prediction has been read: a pipeline takes seconds to start. */
    void publish(int events, Latencies latencies) {
        long begun = System.nanoTime();
        send(0, begun, latencies);
        while (!latencies.haveBegun()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("nothing is predicted; the log of the process says why");
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
        long start = System.nanoTime();
        for (int event = 1; event < events; event++) {
            long due = start + event * NANOS_PER_SECOND / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            send(event, due, latencies);
        }
    }

    private void send(int event, long due, Latencies latencies) {
        latencies.published(event, due);
        var unused = producer.send(new ProducerRecord<>(topic, NumberTopics.key(event), values.apply(event)));
    }
}
