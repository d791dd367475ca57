package io.millrace.benchmarks.scoring;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.HookedEventClocks;
import io.millrace.app.topology.PredictionEncoder;
import io.millrace.app.topology.PredictionFormat;
import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoredBy;
import io.millrace.app.topology.ScoringListener;
import io.millrace.app.topology.Variant;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A pipeline that reads the same events, works out the same features and writes the same bytes as one that scores, but for the score,
 * which is always the same. There is nothing of scoring in it: no batch, no branch, no metrics of scores.
 *
 * <pre>
 * events --> (enrichment) --> say-a-score --> encode-prediction --> predictions
 * </pre>
 */
final class UnscoredPipeline {
    private UnscoredPipeline() {}

    static Topology topology(
            Pipeline pipeline,
            Place place,
            WatchedClients clients,
            CommitGuard guard,
            Tally tally,
            Properties properties)
            throws IncompatibleSchemaException {
        var registry = SchemaRegistry.connect(place.registryUrl());
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        var enrichment = new EnrichmentTopology(
                        pipeline.plan(),
                        registry,
                        Clock.systemUTC(),
                        StoreKind.IN_MEMORY,
                        place.partitions(),
                        EnrichmentListener.NONE,
                        clients,
                        new HookedEventClocks(guard))
                .addTo(builder);
        var format = format(pipeline, place, registry);
        var model = Objects.requireNonNull(pipeline.model());
        var by = ScoredBy.of(Variant.CHAMPION, model.manifest(), model.threshold());
        enrichment
                .enriched()
                .<byte[], ScoreOutcome>process(() -> new ConstantScore(by, Clock.systemUTC()), Named.as("say-a-score"))
                .processValues(() -> new PredictionEncoder(format, ScoringListener.NONE), Named.as("encode-prediction"))
                .peek((key, prediction) -> tally.predicted(prediction), Named.as("count-prediction"))
                .to(
                        place.predictions(),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-predictions"));
        enrichment
                .rejected()
                .forEach((stage, rejected) ->
                        rejected.foreach((key, verdict) -> tally.rejected(), Named.as("count-rejected-" + stage)));
        return builder.build(properties);
    }

    private static PredictionFormat format(Pipeline pipeline, Place place, SchemaRegistry registry)
            throws IncompatibleSchemaException {
        var schema = pipeline.predictionSchema();
        return new PredictionFormat(
                schema,
                registry.register(SchemaRegistry.valueSubject(place.predictions()), schema),
                pipeline.predictions().carry(),
                pipeline.plan().features(),
                null);
    }
}
