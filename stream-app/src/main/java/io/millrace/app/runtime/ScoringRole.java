package io.millrace.app.runtime;

import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topology.AskedModel;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.PredictionFormat;
import io.millrace.app.topology.ScoringTopology;
import io.millrace.app.topology.Variant;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.streams.StreamsBuilder;

/** Events in, predictions and dead letters out. */
public final class ScoringRole implements RoleTopology {
    private final Pipeline pipeline;
    private final ModelReference scoring;
    private final SchemaRegistry registry;
    private final OnnxModel model;
    private final StoreKind stores;
    private final Clock clock;
    private final PipelineMetrics metrics;
    private final WatchedClients clients = new WatchedClients();
    private final Watchdog watchdog;

    /** @param model is this role's from now on, and closed with it */
    public ScoringRole(
            Pipeline pipeline,
            ModelReference scoring,
            SchemaRegistry registry,
            OnnxModel model,
            StoreKind stores,
            Clock clock,
            PipelineMetrics metrics) {
        this.pipeline = pipeline;
        this.scoring = scoring;
        this.registry = registry;
        this.model = model;
        this.stores = stores;
        this.clock = clock;
        this.metrics = metrics;
        this.watchdog = new Watchdog(scoring.calls().deadline());
    }

    @Override
    public List<String> inputs() {
        return Stream.of(
                        Stream.of(pipeline.topics().events()),
                        pipeline.definitions().references().stream().map(ReferenceDefinition::topic),
                        Stream.ofNullable(pipeline.plan().learnt()).map(OutcomeDefinition::topic))
                .flatMap(topics -> topics)
                .toList();
    }

    @Override
    public List<String> outputs() {
        return List.of(pipeline.topics().predictions(), pipeline.topics().deadLetters());
    }

    @Override
    public List<String> unreadableInputs() {
        var readers = new LinkedHashMap<String, Schema>();
        readers.put(pipeline.topics().events(), pipeline.definitions().event().schema());
        pipeline.definitions().references().forEach(table -> readers.put(table.topic(), table.schema()));
        var outcomes = pipeline.plan().learnt();
        if (outcomes != null) {
            readers.put(outcomes.topic(), outcomes.schema());
        }
        return InputSchemas.unreadable(registry, readers);
    }

    @Override
    public void addTo(StreamsBuilder builder, int partitions) throws IncompatibleSchemaException {
        metrics.watch(pipeline.plan());
        var topics = pipeline.topics();
        var schema = pipeline.predictionSchema();
        int schemaId = registry.register(SchemaRegistry.valueSubject(topics.predictions()), schema);
        var predictions = new PredictionFormat(
                schema,
                schemaId,
                pipeline.predictions().carry(),
                pipeline.plan().features(),
                models());
        new ScoringTopology(
                        new EnrichmentTopology(pipeline.plan(), registry, clock, stores, partitions, metrics, clients),
                        new AskedModel(model, watchdog, scoring.values(), scoring.batch(), scoring.calls()),
                        predictions,
                        topics.predictions(),
                        deadLetters(),
                        clock,
                        metrics)
                .addTo(builder);
    }

    private Map<Variant, PredictionFormat.Model> models() {
        var manifest = model.manifest();
        var models = new EnumMap<Variant, PredictionFormat.Model>(Variant.class);
        models.put(
                Variant.CHAMPION,
                new PredictionFormat.Model(
                        manifest.name(), manifest.version(), manifest.sha256(), scoring.threshold()));
        Double fallback = scoring.calls().fallback();
        if (fallback != null) {
            models.put(Variant.FALLBACK, PredictionFormat.Model.constant(fallback, scoring.threshold()));
        }
        return models;
    }

    private DeadLetters deadLetters() throws IncompatibleSchemaException {
        return DeadLetters.register(pipeline.name(), pipeline.topics().deadLetters(), registry, clock, metrics);
    }

    @Override
    public WatchedClients clients() {
        return clients;
    }

    @Override
    public void close() {
        watchdog.close();
        model.close();
    }
}
