package io.millrace.benchmarks.monitor;

import io.micrometer.core.instrument.Counter;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.Tuning;
import io.millrace.benchmarks.drain.Drain;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.measure.Effort;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.window.RowSample;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One contender's run, in a process of its own: what {@code millrace run} runs, until all events are scored and their predictions read. */
public final class MonitorDrain {
    private static final double DROPPED = 0.5;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Pipeline pipeline;
    private final RunSettings settings;
    private final Contender contender;
    private final RowSample sample;
    private final int partitions;

    /**
     * Of one contender.
     *
     * @param pipeline with its model
     * @param watch what its monitor counts
     */
    public MonitorDrain(Pipeline pipeline, Place place, Contender contender, Watch watch) {
        boolean counted = contender.isCounted();
        this.sample = counted ? watch.sample() : RowSample.ALL;
        this.pipeline = WatchedPipeline.at(
                place,
                pipeline,
                counted ? CountedFrom.SCORING : CountedFrom.PREDICTIONS,
                new Watch(sample, watch.window()));
        this.contender = contender;
        this.partitions = place.partitions();
        this.settings = new RunSettings(
                        place.bootstrap(),
                        place.registryUrl(),
                        place.stateDir(),
                        0,
                        1,
                        contender.isMonitored() ? Set.of(Role.SCORE, Role.MONITOR) : Set.of(Role.SCORE),
                        null,
                        place.partitions())
                .tunedFor(Tuning.THROUGHPUT);
    }

    /**
     * Drains the topic to its end.
     *
     * @param events in the topic, all of them sound
     */
    public DrainResult run(long events) throws InterruptedException, ExecutionException {
        try (var runtime = new PipelineRuntime(pipeline, settings)) {
            runtime.start(Clock.systemUTC());
            var scored = counter(runtime, MetricNames.PREDICTIONS);
            return switch (contender) {
                case SCORING, TOLD -> drain(runtime, scored, null, events);
                case MONITORED -> drain(runtime, scored, monitored(runtime, 1), events);
                case COUNTED -> drain(runtime, scored, monitored(runtime, (double) events / sampled()), events);
                case READ, DECODED -> {
                    try (var sink = new PredictionSink(pipeline, settings, contender == Contender.DECODED)) {
                        sink.start();
                        yield drain(runtime, scored, sink::predictions, events);
                    }
                }
            };
        }
    }

    /** How many rows the monitor will be told of. */
    private long sampled() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrap()))) {
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(pipeline.topics().events(), partition), OffsetSpec.latest());
            }
            long sampled = 0;
            for (var end : admin.listOffsets(ends).all().get().entrySet()) {
                sampled += LongStream.range(0, end.getValue().offset())
                        .filter(offset -> sample.takes(end.getKey().partition(), offset))
                        .count();
            }
            return sampled;
        }
    }

    /**
     * In time or not: it has been read.
     *
     * @param each how many rows one that is counted stands for
     */
    private static LongSupplier monitored(PipelineRuntime runtime, double each) {
        var inTime = counter(runtime, MetricNames.MONITORED_PREDICTIONS);
        var late = counter(runtime, MetricNames.LATE_PREDICTIONS);
        return () -> Math.round((inTime.getAsLong() + late.getAsLong()) * each);
    }

    private static LongSupplier counter(PipelineRuntime runtime, String name) {
        Counter counter = runtime.meters().get(name.replaceAll("_total$", "")).counter();
        return () -> (long) counter.count();
    }

    /** @param read how many predictions were read, where somebody reads them */
    private DrainResult drain(PipelineRuntime runtime, LongSupplier scored, @Nullable LongSupplier read, long events)
            throws InterruptedException {
        var whole = new Drain();
        var part = new Drain();
        var readers = new ThreadsOf("millrace-" + pipeline.name() + "-monitor");
        long seen = 0;
        long progressNanos = System.nanoTime();
        long wanted = read == null ? events : 2 * events;
        while (seen < wanted) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            long now = System.nanoTime();
            long done = scored.getAsLong() + (read == null ? 0 : read.getAsLong());
            whole.at((double) done, now, Effort.processCpuNanos());
            part.at((double) done, now, readers.cpuNanos());
            if (done > seen) {
                seen = done;
                progressNanos = now;
            }
            if (runtime.exit().isDone() || now - progressNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("stopped after " + scored.getAsLong() + " of " + events + " events and "
                        + (seen - scored.getAsLong()) + " predictions");
            }
        }
        return DrainResult.of(
                whole.without(DROPPED, events), part.without(DROPPED, events).cpuNanos());
    }
}
