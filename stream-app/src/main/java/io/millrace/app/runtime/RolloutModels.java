package io.millrace.app.runtime;

import io.millrace.app.fleet.FollowedModels;
import io.millrace.app.fleet.FollowedSource;
import io.millrace.app.fleet.Follower;
import io.millrace.app.fleet.Operator;
import io.millrace.app.fleet.Registrar;
import io.millrace.app.gate.Gate;
import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.JournalTopics;
import io.millrace.app.journal.Members;
import io.millrace.app.judge.GuardRails;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.TrackingServer;
import io.millrace.app.topology.CallWatch;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.Routing;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** The versions that the pipeline's rollout log names. */
final class RolloutModels implements ScoringModels {
    /** How long a change that a registry brings about may take to be taken up. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Pipeline pipeline;
    private final ModelReference own;
    private final Gate gate;
    private final JournalClients clients;
    private final SchemaRegistry registry;
    private final Path stateDir;
    private final String instance;
    private final Clock clock;
    private final PipelineMetrics metrics;
    private @Nullable Follower follower;
    private @Nullable GuardRails guards;
    private @Nullable Thread promoting;
    private @Nullable FollowedSource source;

    RolloutModels(
            Pipeline pipeline,
            ModelReference own,
            Gate gate,
            JournalClients clients,
            SchemaRegistry registry,
            Path stateDir,
            String instance,
            Clock clock,
            PipelineMetrics metrics) {
        this.pipeline = pipeline;
        this.own = own;
        this.gate = gate;
        this.clients = clients;
        this.registry = registry;
        this.stateDir = stateDir;
        this.instance = instance;
        this.clock = clock;
        this.metrics = metrics;
    }

    private JournalTopics journalTopics() {
        return new JournalTopics(pipeline.topics().rollouts(), pipeline.topics().models());
    }

    @Override
    public List<NewTopic> topics() {
        return journalTopics().topics();
    }

    @Override
    public Routing open(int partitions) throws InvalidModelException, IncompatibleSchemaException {
        var opened = follower;
        if (opened == null) {
            var journal = Journal.of(clients, pipeline.name(), journalTopics(), registry);
            var discarded = new DiscardedEntries(
                    journal,
                    pipeline.rolloutGroup(),
                    DeadLetters.register(pipeline.name(), pipeline.topics().deadLetters(), registry, clock, metrics));
            var models =
                    new FollowedModels(pipeline, own, gate, journal, stateDir, instance, metrics, discarded, clock);
            opened = models.follow();
            follower = opened;
            guards = GuardRails.of(pipeline, journal, partitions, opened::state, metrics, clock);
            if (models.isToBePromoted(opened)) {
                promote(models, partitions);
            }
            follow(opened);
        }
        return opened;
    }

    @Override
    public CallWatch.Watchers watchers() {
        return guards == null ? CallWatch.Watchers.NONE : guards;
    }

    private void follow(Follower opened) {
        var definition = pipeline.rollout().follow();
        if (definition != null) {
            source = new FollowedSource(
                    definition,
                    new Registrar(
                            new VersionGate(gate, pipeline, own),
                            own,
                            new Registries(TrackingServer.from(definition.server(), System.getenv()))),
                    () -> Operator.open(pipeline, clients.settings(), registry, PATIENCE, clock),
                    opened::hasFirstPartition,
                    () -> metrics.disturbed("registry"));
        }
    }

    /** Beside the instance's start: the others may still have to load it, and this one to begin. */
    private void promote(FollowedModels models, int partitions) {
        var thread = new Thread(
                () -> {
                    try (var admin = clients.admin()) {
                        models.promoteOwn(Members.of(admin, pipeline.scoringGroup()), partitions);
                    }
                },
                "rollout-of-folder");
        thread.setDaemon(true);
        promoting = thread;
        thread.start();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        if (promoting != null) {
            promoting.interrupt();
        }
        if (guards != null) {
            guards.close();
        }
        if (follower != null) {
            follower.close();
        }
    }
}
