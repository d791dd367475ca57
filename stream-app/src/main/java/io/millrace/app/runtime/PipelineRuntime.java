package io.millrace.app.runtime;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.query.FeatureQueries;
import io.millrace.app.query.Peers;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline at work in this process: its Kafka Streams clients, one per role, its health and its metrics.
 *
 * <p>Start and close from one thread; {@link #exit()} may be awaited by another. A failure of the world stops the
 * pipeline (exit status 1) and is for the supervisor to restart; nothing is lost, the transaction in progress is
 * aborted and its events are read again.
 */
public final class PipelineRuntime implements AutoCloseable {
    /** How long an orderly stop may take before it is cut off; orchestrators should wait longer than this. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

    /** How long another instance may take to answer for a key that it has. */
    private static final Duration PEER_PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(PipelineRuntime.class);

    private final Pipeline pipeline;
    private final RunSettings settings;
    private final Gate gate;
    private final String clientId;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMetrics metrics;
    private final Map<Role, KafkaStreams> clients = new ConcurrentHashMap<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final KafkaResidence residence;
    private final OperationsServer http;

    /** Answers health, not ready, from now on; ONNX Runtime's native library has been prepared. */
    public PipelineRuntime(Pipeline pipeline, RunSettings settings) {
        this(pipeline, settings, new Gate(TrustedKeys.NONE));
    }

    /** The same with a gate that versions must pass which are registered while it runs. */
    public PipelineRuntime(Pipeline pipeline, RunSettings settings, Gate gate) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.gate = gate;
        this.clientId =
                pipeline.scoringGroup() + "-" + (settings.instance() == null ? UUID.randomUUID() : settings.instance());
        this.metrics = new PipelineMetrics(meters, pipeline.name());
        metrics.watch(settings.state());
        this.residence = new KafkaResidence();
        var state = settings.roles().contains(Role.SCORE) ? residence : new NotScoring();
        var queries = new FeatureQueries(pipeline.plan(), state, new Peers(PEER_PATIENCE), metrics);
        this.http = new OperationsServer(settings.httpPort(), new Status(), meters::scrape, queries);
    }

    /**
     * Starts the pipeline. Waits for brokers and a registry that do not answer yet. Close it also when this fails.
     *
     * @throws StartupRefusedException if topics, schemas or the model do not fit
     */
    public void start(Clock clock) throws InterruptedException {
        var registry = SchemaRegistry.connect(settings.registryUrl());
        var roles = openRoles(registry, clock);
        closeables.addAll(roles.values());
        var problems = new ArrayList<String>();
        var partitions = new LinkedHashMap<Role, Integer>();
        try (var admin = Admin.create(adminConfig())) {
            var topics = new TopicSetup(admin);
            roles.forEach((name, role) -> {
                var found =
                        waiting("Kafka", () -> topics.ensure(role.inputs(), role.outputs(), settings.createTopics()));
                partitions.put(name, found.partitions());
                problems.addAll(found.problems());
                if (found.problems().isEmpty()) {
                    waiting("Kafka", () -> topics.ensure(role.special()));
                }
            });
        }
        var topologies = new LinkedHashMap<Role, Topology>();
        for (var role : roles.entrySet()) {
            problems.addAll(waiting("schema registry", role.getValue()::unreadableInputs));
        }
        StartupRefusedException.refuseIfAny(pipeline.name(), problems); // before anything is written
        for (var role : roles.entrySet()) {
            try {
                int count = requireNonNull(partitions.get(role.getKey()));
                waiting("Kafka and schema registry", () -> prepared(role.getValue(), count));
                topologies.put(
                        role.getKey(), waiting("schema registry", () -> build(role.getKey(), role.getValue(), count)));
            } catch (FailsafeException e) {
                problems.add(String.valueOf(refusal(e).getMessage()));
            }
        }
        StartupRefusedException.refuseIfAny(pipeline.name(), problems);
        topologies.forEach((role, topology) -> startClient(
                role, topology, requireNonNull(roles.get(role)).clients(), requireNonNull(partitions.get(role))));
    }

    private Map<Role, RoleTopology> openRoles(SchemaRegistry registry, Clock clock) {
        refuseRolesWithoutWork();
        var roles = new LinkedHashMap<Role, RoleTopology>();
        var model = pipeline.model();
        var monitor = pipeline.monitor();
        var journals = new JournalClients(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()));
        try {
            if (settings.roles().contains(Role.SCORE) && model != null) {
                var models = new RolloutModels(
                        pipeline,
                        model,
                        gate,
                        journals,
                        registry,
                        settings.stateDir(),
                        clientId,
                        clock,
                        metrics);
                roles.put(
                        Role.SCORE,
                        new ScoringRole(
                                pipeline, model, registry, settings.state().kind(), clock, metrics, models));
            }
            if (settings.roles().contains(Role.MONITOR) && monitor != null) {
                roles.put(
                        Role.MONITOR,
                        new MonitoringRole(pipeline, monitor, journals, registry, clock, metrics));
            }
        } catch (InvalidModelException e) {
            StartupRefusedException.refuseIfAny(pipeline.name(), List.of(String.valueOf(e.getMessage())));
        }
        return roles;
    }

    private static boolean prepared(RoleTopology role, int partitions)
            throws InvalidModelException, IncompatibleSchemaException {
        role.prepare(partitions);
        return true;
    }

    private void refuseRolesWithoutWork() {
        var problems = settings.roles().stream()
                .filter(role -> !Role.of(pipeline).contains(role))
                .map(role -> "role " + role + ": pipeline.yaml has no section " + role.section())
                .sorted()
                .toList();
        StartupRefusedException.refuseIfAny(pipeline.name(), problems);
    }

    /** An incompatible schema or model is the configuration's failure; anything else is thrown on as it was. */
    private static Throwable refusal(FailsafeException e) {
        if (e.getCause() instanceof IncompatibleSchemaException || e.getCause() instanceof InvalidModelException) {
            return e.getCause();
        }
        throw e;
    }

    private Topology build(Role role, RoleTopology topology, int partitions) throws IncompatibleSchemaException {
        var properties = StreamsProperties.of(pipeline.name(), role, settings);
        // Handing the configuration to the builder is what makes the check of explicit names take effect.
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        topology.addTo(builder, partitions);
        return builder.build(properties);
    }

    private Map<String, Object> adminConfig() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    }

    private static <T> T waiting(String whom, CheckedSupplier<T> question) {
        var patience = RetryPolicy.<T>builder()
                .handle(RetriableException.class, RegistryUnavailableException.class)
                .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(10))
                .withMaxRetries(-1)
                .onFailedAttempt(attempt -> LOGGER.atWarn()
                        .addKeyValue("whom", whom)
                        .addKeyValue("reason", String.valueOf(attempt.getLastException()))
                        .log("no answer yet; asking again"))
                .build();
        return Failsafe.with(patience).get(question);
    }

    private void startClient(Role role, Topology topology, WatchedClients clientsOfRole, int partitions) {
        var properties = StreamsProperties.of(pipeline.name(), role, settings);
        var address = settings.advertised(http.port());
        if (address != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        }
        if (role == Role.SCORE) {
            properties.put(StreamsConfig.CLIENT_ID_CONFIG, clientId); // by which its group tells that it is alive
        }
        var client = new KafkaStreams(topology, properties, clientsOfRole);
        if (role == Role.SCORE) {
            residence.open(client, partitions, address);
        }
        client.setUncaughtExceptionHandler(failure -> stopOn(role, failure));
        client.setStateListener((now, before) -> LOGGER.atInfo()
                .addKeyValue("pipeline", pipeline.name())
                .addKeyValue("role", role)
                .addKeyValue("state", now)
                .log("role changed state"));
        clients.put(role, client);
        var streamsMetrics = new KafkaStreamsMetrics(client, Tags.of("pipeline", pipeline.name(), "role", role.name()));
        streamsMetrics.bindTo(meters);
        closeables.add(streamsMetrics);
        client.start();
    }

    private StreamThreadExceptionResponse stopOn(Role role, Throwable failure) {
        LOGGER.atError()
                .addKeyValue("pipeline", pipeline.name())
                .addKeyValue("role", role)
                .setCause(failure)
                .log("role failed and stops; a restart goes on where the last commit was");
        exit.complete(1);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Completes with the process's exit status when the pipeline has failed (1) or was closed (0). */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** The port that answers health and metrics. */
    public int httpPort() {
        return http.port();
    }

    /** True when every role processes records. */
    public boolean ready() {
        return new Status().ready();
    }

    /** The meters of this pipeline, for whoever shows them elsewhere than over HTTP. */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /** Streams first, with a deadline, then what they use; health answers until the end. */
    @Override
    public synchronized void close() {
        if (exit.isDone() && closeables.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // which may be why; it must not cut the closing short
        for (var client : clients.values()) {
            if (!client.close(membership().withTimeout(CLOSE_TIMEOUT))) {
                LOGGER.atWarn()
                        .addKeyValue("pipeline", pipeline.name())
                        .addKeyValue("seconds", CLOSE_TIMEOUT.toSeconds())
                        .log("streams did not stop in time; open transactions will be aborted by the broker");
            }
        }
        for (var closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("a resource did not close cleanly");
            }
        }
        closeables.clear();
        http.close();
        meters.close();
        exit.complete(0);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An instance with a name comes back, and its work waits for it; without one, the others should know at once. */
    private CloseOptions membership() {
        return CloseOptions.groupMembershipOperation(
                settings.instance() == null
                        ? GroupMembershipOperation.LEAVE_GROUP
                        : GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    private final class Status implements OperationsServer.Status {
        @Override
        public boolean live() {
            return !exit.isCompletedExceptionally() && exit.getNow(0) == 0;
        }

        @Override
        public boolean ready() {
            return clients.size() == settings.roles().size()
                    && clients.values().stream().allMatch(client -> client.state() == KafkaStreams.State.RUNNING);
        }

        @Override
        public Map<String, String> roles() {
            var states = new TreeMap<String, String>();
            settings.roles().forEach(role -> states.put(role.name(), "STARTING"));
            clients.forEach(
                    (role, client) -> states.put(role.name(), client.state().name()));
            return states;
        }
    }
}
