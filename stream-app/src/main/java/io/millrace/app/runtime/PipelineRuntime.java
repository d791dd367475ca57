package io.millrace.app.runtime;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.fleet.OperatedModels;
import io.millrace.app.fleet.Operator;
import io.millrace.app.fleet.Registrar;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.http.AdminServer;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.query.FeatureQueries;
import io.millrace.app.query.Peers;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.TrackingServer;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
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

    /** How long an order of operators may take to be taken up by all instances. */
    private static final Duration ORDER_PATIENCE = Duration.ofSeconds(30);

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
    private @Nullable AdminServer admin;

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
        var roles = new RoleSetup(pipeline, settings, gate, clientId, registry, clock, metrics);
        closeables.add(roles);
        var ready = roles.prepare();
        startAdmin(registry, clock);
        ready.forEach(this::startClient);
    }

    private void startAdmin(SchemaRegistry registry, Clock clock) {
        var where = settings.admin();
        var model = pipeline.model();
        if (where == null || model == null) {
            return;
        }
        var models = new OperatedModels(
                () -> Operator.open(pipeline, RoleSetup.clients(settings).settings(), registry, ORDER_PATIENCE, clock),
                new Registrar(
                        new VersionGate(gate, pipeline, model),
                        model,
                        new Registries(TrackingServer.from(null, System.getenv()))));
        var server = new AdminServer(where.port(), where.token(), models);
        closeables.add(server);
        admin = server;
    }

    private void startClient(Role role, RoleSetup.Ready ready) {
        var properties = StreamsProperties.of(pipeline.name(), role, settings);
        var address = settings.advertised(http.port());
        if (address != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        }
        if (role == Role.SCORE) {
            properties.put(StreamsConfig.CLIENT_ID_CONFIG, clientId); // by which its group tells that it is alive
        }
        var client = new KafkaStreams(ready.topology(), properties, ready.clients());
        if (role == Role.SCORE) {
            residence.open(client, ready.partitions(), address);
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

    /** The port where models are changed; 0 if they are not, or not yet. */
    public int adminPort() {
        return admin == null ? 0 : admin.port();
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
