package io.millrace.app.runtime;

import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.JournalTopics;
import io.millrace.app.judge.Umpire;
import io.millrace.app.pipeline.MonitorDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.QualityDefinition;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.HookedCommits;
import io.millrace.app.topology.Refusal;
import io.millrace.app.training.RetrainingWebhook;
import io.millrace.drift.outcome.Expectation;
import io.millrace.drift.outcome.QualityKind;
import io.millrace.drift.outcome.QualitySettings;
import io.millrace.drift.outcome.QualityTopology;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.topology.DriftTopology;
import io.millrace.drift.topology.MonitorSettings;
import io.millrace.drift.topology.RetrainingSettings;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.TumblingWindows;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        var inputs = new ArrayList<>(List.of(topics.predictions()));
        var outcomes = judged.definitions().outcomes();
        if (judged.quality() != null && outcomes != null) {
            inputs.add(outcomes.topic());
        }
        if (monitor.from() == CountedFrom.SCORING) {
            inputs.add(topics.counts());
        }
        return inputs;
    }

    @Override
    public List<String> outputs() {
        var outputs = new ArrayList<>(List.of(topics.drift(), topics.alerts(), topics.deadLetters()));
        if (monitor.retraining() != null) {
            outputs.add(topics.retraining());
        }
        if (judged.quality() != null) {
            outputs.add(topics.quality());
        }
        return outputs;
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
        var outcomes = judged.definitions().outcomes();
        return judged.quality() == null || outcomes == null
                ? List.of() // predictions are read by name, with whatever schema they were written
                : InputSchemas.unreadable(registry, Map.of(outcomes.topic(), outcomes.schema()));
    }

    @Override
    public void addTo(StreamsBuilder builder, int partitions) throws IncompatibleSchemaException {
        metrics.monitor().watch(monitor);
        var rejected = new DriftTopology(
                        settings(partitions),
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
        var quality = judged.quality();
        var outcomes = judged.definitions().outcomes();
        if (quality != null && outcomes != null) {
            follow(quality, outcomes, builder, partitions);
        }
    }

    private void follow(QualityDefinition quality, OutcomeDefinition outcomes, StreamsBuilder builder, int partitions)
            throws IncompatibleSchemaException {
        var settings = new QualitySettings(
                pipeline,
                new QualitySettings.Topics(topics.predictions(), outcomes.topic(), topics.quality(), topics.alerts()),
                partitions,
                judged.predictionSchema(),
                new TumblingWindows(quality.window(), quality.grace()),
                quality.within(),
                quality.kind(),
                quality.worth().names(),
                quality.kind() == QualityKind.CLASSIFICATION ? Expectation.of(monitor.profile()) : null,
                quality.limits(),
                quality.baseline(),
                new AlertRule(quality.hold()),
                quality.by(),
                quality.segmentAlerts(),
                QualitySettings.DEFAULT_IDLE,
                QualitySettings.DEFAULT_REPORT_EVERY,
                retraining());
        metrics.monitor().watch(quality);
        var skew = judged.definitions().event().skew();
        new QualityTopology(
                        settings,
                        () -> new ContractedOutcomes(outcomes, skew, registry, clock),
                        quality.worth()::forOneThread,
                        clients::hasMore,
                        registry,
                        clock,
                        metrics.monitor())
                .addTo(builder);
    }

    private MonitorSettings settings(int partitions) {
        return new MonitorSettings(
                pipeline,
                new MonitorSettings.Topics(
                        monitor.from() == CountedFrom.SCORING ? topics.counts() : topics.predictions(),
                        monitor.from(),
                        partitions,
                        topics.drift(),
                        topics.alerts()),
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
