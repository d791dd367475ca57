package io.millrace.benchmarks.scoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineMetrics;
import io.millrace.app.runtime.ScoringRole;
import io.millrace.app.runtime.Tuning;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.benchmarks.drain.Place;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/** A pipeline's scoring as {@code millrace run} has it, metrics included, with predictions of a run's own. */
final class ScoredPipeline implements AutoCloseable {
    private static final String PREDICTIONS = MetricNames.PREDICTIONS.replaceAll("_total$", "");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Place place;
    private final ScoringRole role;

    /** @param pipeline with its model */
    ScoredPipeline(Pipeline pipeline, Place place, Tuning tuning) throws InvalidModelException {
        this.place = place;
        this.role = new ScoringRole(
                at(place, pipeline),
                Objects.requireNonNull(pipeline.model()),
                SchemaRegistry.connect(place.registryUrl()),
                StoreKind.IN_MEMORY,
                tuning,
                Clock.systemUTC(),
                new PipelineMetrics(meters, pipeline.name()));
    }

    /** The same pipeline, with one row in a call of the model. */
    static Pipeline rowByRow(Pipeline pipeline) {
        var model = Objects.requireNonNull(pipeline.model());
        var single = new ModelReference(
                model.folder(),
                model.manifest(),
                model.score(),
                model.threshold(),
                new BatchDefinition(1, null),
                model.values(),
                model.outliers(),
                model.calls(),
                model.cachedRows(),
                model.fallback(),
                model.explanation(),
                model.limits());
        return new Pipeline(
                pipeline.folder(),
                pipeline.name(),
                pipeline.definitions(),
                pipeline.plan(),
                pipeline.topics(),
                pipeline.predictions(),
                single,
                pipeline.monitor(),
                pipeline.quality(),
                pipeline.rollout());
    }

    private static Pipeline at(Place place, Pipeline pipeline) {
        var topics = pipeline.topics();
        return new Pipeline(
                pipeline.folder(),
                pipeline.name(),
                pipeline.definitions(),
                pipeline.plan(),
                new TopicNames(
                        topics.events(),
                        place.predictions(),
                        place.application() + ".dead-letters",
                        topics.drift(),
                        topics.alerts(),
                        place.application() + ".shadow",
                        topics.rollouts(),
                        topics.models(),
                        topics.quarantine(),
                        topics.retraining(),
                        topics.quality(),
                        topics.counts()),
                pipeline.predictions(),
                pipeline.model(),
                pipeline.monitor(),
                pipeline.quality(),
                pipeline.rollout());
    }

    Topology topology(Properties properties) throws InvalidModelException, IncompatibleSchemaException {
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        role.prepare(place.partitions());
        role.addTo(builder, place.partitions());
        return builder.build(properties);
    }

    WatchedClients clients() {
        return role.clients();
    }

    /** How many there are so far. */
    long predictions() {
        return (long) meters.get(PREDICTIONS).counter().count();
    }

    @Override
    public void close() {
        role.close();
        meters.close();
    }
}
