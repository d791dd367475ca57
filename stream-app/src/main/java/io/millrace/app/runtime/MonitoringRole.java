package io.millrace.app.runtime;

import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.JournalTopics;
import io.millrace.app.judge.Umpire;
import io.millrace.app.pipeline.MonitorDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.HookedCommits;
import io.millrace.app.topology.Refusal;
import io.millrace.app.training.RetrainingWebhook;
import io.millrace.drift.topology.DriftTopology;
import io.millrace.drift.topology.MonitorSettings;
import io.millrace.drift.topology.RetrainingSettings;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Named;
import org.jspecify.annotations.Nullable;

/** Predictions in, drift statistics and alerts out; beside it, the judge where a pipeline has one. */
final class MonitoringRole implements RoleTopology {
    private final Pipeline judged;
    private final String pipeline;
    private final TopicNames topics;
    private final MonitorDefinition monitor;
    private final JournalClients journals;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final PipelineMetrics metrics;
    private final CommitGuard guard = new CommitGuard();
    private final WatchedClients clients = new WatchedClients(guard);
    private final @Nullable URI webhookUrl;
    private @Nullable Umpire umpire;
    private @Nullable RetrainingWebhook webhook;

    /** @param webhookUrl is told of models that are asked for; null if nobody is */
    MonitoringRole(
            Pipeline pipeline,
            MonitorDefinition monitor,
            JournalClients journals,
            SchemaRegistry registry,
            Clock clock,
            PipelineMetrics metrics,
            @Nullable URI webhookUrl) {
        this.judged = pipeline;
        this.pipeline = pipeline.name();
        this.topics = pipeline.topics();
        this.monitor = monitor;
        this.journals = journals;
        this.registry = registry;
        this.clock = clock;
        this.metrics = metrics;
        this.webhookUrl = webhookUrl;
    }

    @Override
    public List<String> inputs() {
        return List.of(topics.predictions());
    }

    @Override
    public List<String> outputs() {
        return monitor.retraining() == null
                ? List.of(topics.drift(), topics.alerts(), topics.deadLetters())
                : List.of(topics.drift(), topics.alerts(), topics.deadLetters(), topics.retraining());
    }

    @Override
    public List<NewTopic> special() {
        return judged.rollout().judge() == null ? List.of() : journalTopics().topics();
    }

    private JournalTopics journalTopics() {
        return new JournalTopics(topics.rollouts(), topics.models());
    }

    @Override
    public void prepare(int partitions) throws IncompatibleSchemaException {
        var judge = judged.rollout().judge();
        if (judge != null && umpire == null) {
            var journal = Journal.of(journals, pipeline, journalTopics(), registry);
            umpire = Umpire.start(judged, judge, journal, registry, metrics, clock);
        }
        if (webhookUrl != null && monitor.retraining() != null && webhook == null) {
            webhook = RetrainingWebhook.start(
                    webhookUrl, topics.retraining(), judged.retrainingGroup(), journals, registry, metrics.monitor());
        }
    }

    @Override
    public List<String> unreadableInputs() {
        return List.of(); // predictions are read by name, with whatever schema they were written
    }

    @Override
    public void addTo(StreamsBuilder builder, int partitions) throws IncompatibleSchemaException {
        metrics.monitor().watch(monitor);
        var rejected = new DriftTopology(
                        settings(),
                        monitor.profile(),
                        registry,
                        new HookedCommits("summary-before-commit", guard),
                        clock,
                        metrics.monitor())
                .addTo(builder);
        DeadLetters.register(pipeline, topics.deadLetters(), registry, clock, metrics)
                .write(
                        "monitor",
                        rejected.mapValues(prediction -> Refusal.of(prediction), Named.as("refuse-unreadable")));
    }

    private MonitorSettings settings() {
        return new MonitorSettings(
                pipeline,
                new MonitorSettings.Topics(topics.predictions(), topics.drift(), topics.alerts()),
                monitor.windows(),
                monitor.warmUp(),
                monitor.alerts(),
                monitor.limits(),
                monitor.discoveries(),
                monitor.by(),
                monitor.segmentAlerts(),
                monitor.watches(),
                MonitorSettings.DEFAULT_IDLE,
                MonitorSettings.DEFAULT_REPORT_EVERY,
                retraining());
    }

    private @Nullable RetrainingSettings retraining() {
        var rule = monitor.retraining();
        return rule == null
                ? null
                : new RetrainingSettings(topics.retraining(), judged.folder().toString(), rule);
    }

    @Override
    public WatchedClients clients() {
        return clients;
    }

    @Override
    public void close() {
        if (umpire != null) {
            umpire.close();
        }
        if (webhook != null) {
            webhook.close();
        }
    }
}
