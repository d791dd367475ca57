package io.millrace.benchmarks.drain;

import io.millrace.benchmarks.measure.Effort;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** Runs a topology until it has drained its topic. */
public final class DrainingStreams {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final LongSupplier done;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param done how many events have come out at the end */
    public DrainingStreams(LongSupplier done) {
        this.done = done;
    }

    /**
     * Drains the topic to its end.
     *
     * @param dropped share of the run that is not measured, in [0, 1)
     * @param events in the topic, all of them sound
     */
    public DrainResult run(
            Topology topology, Properties properties, KafkaClientSupplier clients, double dropped, long events)
            throws InterruptedException {
        var streams = new KafkaStreams(topology, properties, clients);
        try {
            streams.setUncaughtExceptionHandler(thrown -> {
                failure.set(thrown);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            return DrainResult.of(drain(streams, events).without(dropped, events));
        } finally {
            streams.close(CLOSE_WITHIN);
        }
    }

    private Drain drain(KafkaStreams streams, long events) throws InterruptedException {
        var drain = new Drain();
        List<Metric> processed = List.of();
        long progressNanos = System.nanoTime();
        long seen = 0;
        while (done.getAsLong() < events) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            long now = System.nanoTime();
            if (processed.isEmpty()) {
                processed = processed(streams);
            }
            drain.at(sum(processed), now, Effort.processCpuNanos());
            if (done.getAsLong() > seen) {
                seen = done.getAsLong();
                progressNanos = now;
            }
            var thrown = failure.get();
            if (thrown != null || now - progressNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "stopped after " + seen + " of " + events + " events, " + sum(processed) + " records processed",
                        thrown);
            }
        }
        drain.at(sum(processed), System.nanoTime(), Effort.processCpuNanos());
        return drain;
    }

    /** Records that each stream thread has processed, in all stages. To look for them among all metrics takes longer than to read them. */
    private static List<Metric> processed(KafkaStreams streams) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("process-total")
                        && metric.metricName().group().equals("stream-thread-metrics"))
                .map(Metric.class::cast)
                .toList();
    }

    private static double sum(List<Metric> metrics) {
        return metrics.stream()
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }
}
