package io.millrace.benchmarks.monitor;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.live.LiveEvents;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.scoring.NumberTopics;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.SchemaRegistry;
import java.util.EnumSet;

/**
 * What is scored, and watched.
 *
 * @param pipeline with its model
 * @param events fills its topic
 */
public record Workload(Pipeline pipeline, Filling events) {
    /** Fills a topic. */
    @FunctionalInterface
    public interface Filling {
        /** Writes events. Returns how many. */
        long fill(Cluster cluster, Progress progress) throws Exception;
    }

    /** So many events of numbers, which are their features. */
    public static Workload numbers(Pipeline pipeline, long events) {
        return new Workload(pipeline, (cluster, progress) -> {
            var values = NumberTopics.avro(pipeline, SchemaRegistry.connect(cluster.registryUrl()));
            NumberTopics.fill(cluster, pipeline.topics().events(), values, events, progress);
            return events;
        });
    }

    /** Simulated card transactions for the shipped pipeline, whose features have state. */
    public static Workload transactions(Pipeline pipeline, Scale scale) {
        return new Workload(
                pipeline,
                (cluster, progress) -> LiveEvents.fill(
                        cluster, scale, EnumSet.of(Message.Role.EVENT, Message.Role.REFERENCE), progress));
    }
}
