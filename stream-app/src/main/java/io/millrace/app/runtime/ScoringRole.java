package io.millrace.app.runtime;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.FallbackReference;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topology.Asking;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.Counting;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.Fallback;
import io.millrace.app.topology.HookedEventClocks;
import io.millrace.app.topology.PredictionFormat;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.ScoreCache;
import io.millrace.app.topology.ScoredBy;
import io.millrace.app.topology.ScoringTopology;
import io.millrace.app.topology.Variant;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.topology.EnrichmentTopology;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.StreamsBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events in, predictions and dead letters out. */
public final class ScoringRole implements RoleTopology {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringRole.class);

    private final Pipeline pipeline;
    private final ModelReference scoring;
    private final SchemaRegistry registry;
    private final ScoringModels models;
    private final Optional<OnnxModel> lighter;
    private final StoreKind stores;
    private final Tuning tuning;
    private final Clock clock;
    private final PipelineMetrics metrics;
    private final CommitGuard guard = new CommitGuard();
    private final WatchedClients clients = new WatchedClients(guard);
    private final Watchdog watchdog;
    private volatile @Nullable Routing routing;

    /**
     * Scores with the model of the pipeline's folder always.
     *
     * @param scoring how the pipeline's model is used
     * @throws InvalidModelException if one is not what its manifest says
     */
    public ScoringRole(
            Pipeline pipeline,
            ModelReference scoring,
            SchemaRegistry registry,
            StoreKind stores,
            Tuning tuning,
            Clock clock,
            PipelineMetrics metrics)
            throws InvalidModelException {
        this(pipeline, scoring, registry, stores, tuning, clock, metrics, new OwnModel(pipeline, scoring));
    }

    /**
     * Scores with models from anywhere, which are closed with it.
     *
     * @param scoring how the pipeline's models are used
     * @throws InvalidModelException if the one that scores in their place is not what its manifest says
     */
    ScoringRole(
            Pipeline pipeline,
            ModelReference scoring,
            SchemaRegistry registry,
            StoreKind stores,
            Tuning tuning,
            Clock clock,
            PipelineMetrics metrics,
            ScoringModels models)
            throws InvalidModelException {
        this.pipeline = pipeline;
        this.scoring = scoring;
        this.registry = registry;
        this.stores = stores;
        this.tuning = tuning;
        this.clock = clock;
        this.metrics = metrics;
        this.models = models;
        try {
            this.lighter = pipeline.openFallback();
        } catch (InvalidModelException e) {
            models.close();
            throw e;
        }
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
        var topics = pipeline.topics();
        var outputs = new ArrayList<>(List.of(topics.predictions(), topics.shadow(), topics.deadLetters()));
        if (quarantines()) {
            outputs.add(topics.quarantine());
        }
        if (counting() != null) {
            outputs.add(topics.counts());
        }
        return outputs;
    }

    @Override
    public List<NewTopic> special() {
        return models.topics();
    }

    @Override
    public void prepare(int partitions) throws InvalidModelException, IncompatibleSchemaException {
        routing = models.open(partitions);
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
        var explanation = scoring.explanation();
        if (explanation != null) {
            LOG.atInfo()
                    .addKeyValue("pipeline", pipeline.name())
                    .addKeyValue("way", explanation.told())
                    .log("scores are explained");
        }
        var topics = pipeline.topics();
        var schema = pipeline.predictionSchema();
        int schemaId = registry.register(SchemaRegistry.valueSubject(topics.predictions()), schema);
        registry.register(SchemaRegistry.valueSubject(topics.shadow()), schema);
        var predictions = new PredictionFormat(
                schema,
                schemaId,
                pipeline.predictions().carry(),
                pipeline.plan().features(),
                scoring.outliers());
        new ScoringTopology(
                        new EnrichmentTopology(
                                pipeline.plan(),
                                registry,
                                clock,
                                stores,
                                partitions,
                                metrics,
                                clients,
                                new HookedEventClocks(guard)),
                        this::passage,
                        new Asking(
                                watchdog,
                                scoring.values(),
                                scoring.batch().orWaiting(tuning.rowWait()),
                                scoring.calls(),
                                fallback(),
                                scoring.cachedRows() == 0 ? null : new ScoreCache(scoring.cachedRows()),
                                by -> models.watchers().of(by)),
                        predictions,
                        topics.predictions(),
                        topics.shadow(),
                        refused(topics.deadLetters()),
                        quarantines() ? refused(topics.quarantine()) : null,
                        counting(),
                        guard,
                        clock,
                        metrics)
                .addTo(builder);
    }

    /** Known when tasks begin. */
    private Routing.Passage passage(int partition, long reachedMillis) {
        var prepared = routing;
        if (prepared == null) {
            throw new IllegalStateException("not prepared");
        }
        return prepared.open(partition, reachedMillis);
    }

    private Fallback fallback() {
        if (scoring.fallback() instanceof FallbackReference.Constant constant) {
            return new Fallback.Constant(constant.score(), ScoredBy.constant(constant.score(), scoring.threshold()));
        }
        if (scoring.fallback() instanceof FallbackReference.Model other && lighter.isPresent()) {
            return new Fallback.Lighter(
                    lighter.get(), ScoredBy.of(Variant.FALLBACK, other.manifest(), other.threshold()));
        }
        return Fallback.NOBODY;
    }

    /** Null if the monitor counts predictions itself, or there is none. */
    private @Nullable Counting counting() {
        var monitor = pipeline.monitor();
        return monitor == null || monitor.from() != CountedFrom.SCORING
                ? null
                : new Counting(
                        pipeline.topics().counts(),
                        monitor.profile(),
                        monitor.sample(),
                        monitor.windows().panes(),
                        monitor.by(),
                        pipeline.plan().features(),
                        scoring.outliers());
    }

    private boolean quarantines() {
        var outliers = scoring.outliers();
        return pipeline.plan().admission().quarantines() || (outliers != null && outliers.quarantines());
    }

    private DeadLetters refused(String topic) throws IncompatibleSchemaException {
        return DeadLetters.register(pipeline.name(), topic, registry, clock, metrics);
    }

    @Override
    public WatchedClients clients() {
        return clients;
    }

    @Override
    public void close() {
        watchdog.close();
        models.close();
        lighter.ifPresent(OnnxModel::close);
    }
}
