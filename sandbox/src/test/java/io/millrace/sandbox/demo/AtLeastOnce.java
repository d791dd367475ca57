package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;

import io.millrace.app.model.NativeLibrary;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.Asking;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.Fallback;
import io.millrace.app.topology.HookedEventClocks;
import io.millrace.app.topology.PredictionFormat;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.ScoringListener;
import io.millrace.app.topology.ScoringTopology;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/**
 * Scores as {@code millrace run} does, but at least once: what a check of deliveries must be able to tell from exactly once.
 * Millrace itself has no such mode. Runs until it is killed.
 */
final class AtLeastOnce {
    private AtLeastOnce() {}

    /**
     * Starts scoring.
     *
     * @param arguments pipeline folder, brokers, registry, folder for state, partitions of the events
     */
    @SuppressWarnings("resource") // the end of the process is the end of its clients
    public static void main(String[] arguments) throws Exception {
        var state = Path.of(arguments[3]);
        NativeLibrary.prepare(state.resolve("native"));
        var pipeline = PipelineFolder.read(Path.of(arguments[0]));
        var registry = SchemaRegistry.connect(arguments[2]);
        var settings = new RunSettings(arguments[1], arguments[2], state, 0, 1, Set.of(Role.SCORE), "at-least-once", 0);
        var properties = StreamsProperties.of(pipeline.name(), Role.SCORE, settings);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);

        var guard = new CommitGuard();
        var clients = new WatchedClients(guard);
        var topology = topology(pipeline, registry, properties, Integer.parseInt(arguments[4]), clients, guard);
        new KafkaStreams(topology, properties, clients).start();
    }

    /**
     * Scoring with the pipeline's own model, which is open as long as the process runs; state is on disk.
     *
     * @param partitions of the events
     * @param guard that the clients ask
     */
    @SuppressWarnings("resource") // the model is the process's
    static Topology topology(
            Pipeline pipeline,
            SchemaRegistry registry,
            Properties properties,
            int partitions,
            WatchedClients clients,
            CommitGuard guard)
            throws Exception {
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        var model = pipeline.openModel();
        var scoring = requireNonNull(pipeline.model());
        var topics = pipeline.topics();
        var predictions = new PredictionFormat(
                pipeline.predictionSchema(),
                registry.register(SchemaRegistry.valueSubject(topics.predictions()), pipeline.predictionSchema()),
                pipeline.predictions().carry(),
                pipeline.plan().features(),
                scoring.outliers());
        var champion = Served.as(Variant.CHAMPION, model, scoring.threshold(), scoring.explanation());
        new ScoringTopology(
                        new EnrichmentTopology(
                                pipeline.plan(),
                                registry,
                                Clock.systemUTC(),
                                StoreKind.ROCKSDB,
                                partitions,
                                EnrichmentListener.NONE,
                                clients,
                                new HookedEventClocks(guard)),
                        Routing.always(champion),
                        new Asking(
                                new Watchdog(scoring.calls().deadline()),
                                scoring.values(),
                                scoring.batch(),
                                scoring.calls(),
                                Fallback.NOBODY,
                                null),
                        predictions,
                        topics.predictions(),
                        topics.shadow(),
                        DeadLetters.register(
                                pipeline.name(),
                                topics.deadLetters(),
                                registry,
                                Clock.systemUTC(),
                                ScoringListener.NONE),
                        null,
                        null,
                        guard,
                        Clock.systemUTC(),
                        ScoringListener.NONE)
                .addTo(builder);
        return builder.build(properties);
    }
}
