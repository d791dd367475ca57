package io.millrace.benchmarks.live;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A pipeline as it runs, but for the model: what it costs to score is the same with and without features.
 *
 * <pre>
 * events --> (enrichment) --> [keep-bare-state] --> encode-prediction --> predictions
 * </pre>
 */
final class LiveTopology {
    private LiveTopology() {}

    static Topology of(
            Pipeline pipeline,
            SchemaRegistry registry,
            StoreKind stores,
            int partitions,
            String predictions,
            Tally tally,
            boolean bareState,
            Properties properties)
            throws IncompatibleSchemaException {
        int schemaId = registry.register(SchemaRegistry.valueSubject(predictions), pipeline.predictionSchema());
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        var enrichment = new EnrichmentTopology(
                        pipeline.plan(), registry, Clock.systemUTC(), stores, partitions, EnrichmentListener.NONE)
                .addTo(builder);
        KStream<byte[], Event> enriched = enrichment.enriched();
        if (bareState) {
            enriched = enriched.process(BareState.supplier(stores, partitions), Named.as("keep-bare-state"));
        }
        enriched.process(() -> new UnscoredPrediction(pipeline, schemaId, tally), Named.as("encode-prediction"))
                .to(
                        predictions,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-predictions"));
        enrichment
                .rejected()
                .forEach((stage, rejected) ->
                        rejected.foreach((key, verdict) -> tally.rejected(), Named.as("count-rejected-" + stage)));
        return builder.build(properties);
    }
}
