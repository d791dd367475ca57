package io.millrace.benchmarks.live;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.benchmarks.measure.Effort;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** Drains the event topic with one stream thread, under the settings that a pipeline runs with. */
public final class LiveDrain {
    private static final double DROPPED = 0.5;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final Place place;
    private final StoreKind stores;
    private final boolean bareState;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Tally tally = new Tally();

    /**
     * Where it runs, and what belongs to this run alone.
     *
     * @param partitions of the event topic
     * @param application id, new for every run
     * @param predictions topic, which exists and is empty
     * @param stateDir folder for stores, empty
     */
    public record Place(
            String bootstrap,
            String registryUrl,
            int partitions,
            String application,
            String predictions,
            Path stateDir) {}

    /**
     * What a run came to.
     *
     * @param events without those that were dropped
     * @param predictionBytes of one prediction, on average
     */
    public record Result(double events, double wallNanos, double cpuNanos, double predictionBytes) {
        Effort effort() {
            return new Effort(events, wallNanos, cpuNanos);
        }
    }

    /** @param bareState whether the {@linkplain BareState least state} is kept as well */
    public LiveDrain(Pipeline pipeline, Place place, StoreKind stores, boolean bareState) {
        this.pipeline = pipeline;
        this.place = place;
        this.stores = stores;
        this.bareState = bareState;
    }

    /**
     * Drains the topic to its end.
     *
     * @param events in the topic, all of them sound
     */
    public Result run(long events) throws InterruptedException, IncompatibleSchemaException {
        var settings = new RunSettings(
                place.bootstrap(), place.registryUrl(), place.stateDir(), 0, 1, EnumSet.of(Role.SCORE), null, 0);
        var properties = StreamsProperties.of(pipeline.name(), Role.SCORE, settings);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, place.application());
        var registry = SchemaRegistry.connect(place.registryUrl());
        var topology = LiveTopology.of(
                pipeline, registry, stores, place.partitions(), place.predictions(), tally, bareState, properties);
        try (var streams = new KafkaStreams(topology, properties)) {
            streams.setUncaughtExceptionHandler(thrown -> {
                failure.set(thrown);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            var effort = drain(streams, events).without(DROPPED, events);
            streams.close(CLOSE_WITHIN);
            tally.requireNoneRejected();
            return new Result(
                    effort.events(),
                    effort.wallNanos(),
                    effort.cpuNanos(),
                    (double) tally.bytesOfPredictions() / tally.predictions());
        }
    }

    private Drain drain(KafkaStreams streams, long events) throws InterruptedException {
        var drain = new Drain();
        List<Metric> processed = List.of();
        long progressNanos = System.nanoTime();
        long seen = 0;
        while (tally.predictions() < events) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            long now = System.nanoTime();
            if (processed.isEmpty()) {
                processed = processed(streams);
            }
            drain.at(sum(processed), now, Effort.processCpuNanos());
            if (tally.predictions() > seen) {
                seen = tally.predictions();
                progressNanos = now;
            }
            var thrown = failure.get();
            if (thrown != null || now - progressNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("stopped after " + seen + " of " + events + " events", thrown);
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
