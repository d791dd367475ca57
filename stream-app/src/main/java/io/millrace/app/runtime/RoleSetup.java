package io.millrace.app.runtime;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import dev.failsafe.function.CheckedSupplier;
import io.millrace.app.gate.Gate;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes ready what the roles of a process need before they run: opens them, makes their topics, registers their schemas, builds their
 * topologies. Everything that forbids a start is told at once, and then nothing has been written. Used once, by one thread.
 */
final class RoleSetup implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RoleSetup.class);

    private final Pipeline pipeline;
    private final RunSettings settings;
    private final Gate gate;
    private final String clientId;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final PipelineMetrics metrics;
    private final Map<Role, RoleTopology> roles = new LinkedHashMap<>();

    /**
     * What a role runs.
     *
     * @param partitions of its first input
     */
    record Ready(Topology topology, WatchedClients clients, int partitions) {}

    /**
     * Nothing is ready yet.
     *
     * @param clientId of the client that scores
     */
    RoleSetup(
            Pipeline pipeline,
            RunSettings settings,
            Gate gate,
            String clientId,
            SchemaRegistry registry,
            Clock clock,
            PipelineMetrics metrics) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.gate = gate;
        this.clientId = clientId;
        this.registry = registry;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Waits for brokers and a registry that do not answer yet.
     *
     * @return by role; to be closed with this, also when this fails
     * @throws StartupRefusedException if topics, schemas or a model do not fit
     */
    Map<Role, Ready> prepare() {
        open();
        var partitions = new LinkedHashMap<Role, Integer>();
        var topologies = new LinkedHashMap<Role, Topology>();
        try (var admin = Admin.create(adminConfig())) {
            var topics = new TopicSetup(admin);
            var problems = new ArrayList<String>();
            roles.forEach((name, role) -> {
                var found =
                        waiting("Kafka", () -> topics.ensure(role.inputs(), role.outputs(), settings.createTopics()));
                partitions.put(name, found.partitions());
                problems.addAll(found.problems());
            });
            roles.forEach((name, role) -> {
                problems.addAll(waiting("schema registry", role::unreadableInputs));
                int count = requireNonNull(partitions.get(name));
                trying(() -> topologies.put(name, build(name, role, count)), problems);
            });
            StartupRefusedException.refuseIfAny(pipeline.name(), problems);
            roles.forEach((name, role) -> {
                waiting("Kafka", () -> topics.ensure(role.special()));
                int count = requireNonNull(partitions.get(name));
                trying(() -> role.prepare(count), problems);
            });
            StartupRefusedException.refuseIfAny(pipeline.name(), problems);
        }
        var ready = new LinkedHashMap<Role, Ready>();
        topologies.forEach((name, topology) -> ready.put(
                name,
                new Ready(topology, requireNonNull(roles.get(name)).clients(), requireNonNull(partitions.get(name)))));
        return ready;
    }

    private void open() {
        refuseRolesWithoutWork();
        var model = pipeline.model();
        var monitor = pipeline.monitor();
        try {
            if (settings.roles().contains(Role.SCORE) && model != null) {
                var models = new RolloutModels(
                        pipeline,
                        model,
                        gate,
                        clients(settings),
                        registry,
                        settings.stateDir(),
                        clientId,
                        clock,
                        metrics);
                roles.put(
                        Role.SCORE,
                        new ScoringRole(
                                pipeline,
                                model,
                                registry,
                                settings.state().kind(),
                                settings.tuning(),
                                clock,
                                metrics,
                                models));
            }
            if (settings.roles().contains(Role.MONITOR) && monitor != null) {
                roles.put(
                        Role.MONITOR,
                        new MonitoringRole(
                                pipeline, monitor, clients(settings), registry, clock, metrics, settings.webhook()));
            }
        } catch (InvalidModelException e) {
            StartupRefusedException.refuseIfAny(pipeline.name(), List.of(String.valueOf(e.getMessage())));
        }
    }

    private void refuseRolesWithoutWork() {
        var problems = settings.roles().stream()
                .filter(role -> !Role.of(pipeline).contains(role))
                .map(role -> "role " + role + ": pipeline.yaml has no section " + role.section())
                .sorted()
                .toList();
        StartupRefusedException.refuseIfAny(pipeline.name(), problems);
    }

    /** Does it when Kafka and the registry answer. An incompatible schema or model is the configuration's failure, and a problem. */
    private static void trying(CheckedRunnable work, List<String> problems) {
        try {
            waiting("Kafka or schema registry", () -> {
                work.run();
                return true;
            });
        } catch (FailsafeException e) {
            if (e.getCause() instanceof IncompatibleSchemaException || e.getCause() instanceof InvalidModelException) {
                problems.add(String.valueOf(e.getCause().getMessage()));
            } else {
                throw e;
            }
        }
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

    /** Of clients beside those of Kafka Streams. */
    static JournalClients clients(RunSettings settings) {
        return new JournalClients(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()));
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

    @Override
    public void close() {
        roles.values().forEach(RoleTopology::close);
    }
}
