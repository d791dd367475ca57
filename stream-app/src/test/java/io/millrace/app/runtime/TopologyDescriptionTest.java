package io.millrace.app.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores and internal topics are people's data: who changes one of the pictures changes the change log. */
class TopologyDescriptionTest {
    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
    private final Path stateDir;

    TopologyDescriptionTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void scoringIsThePictureThatWasAgreed(String name) throws Exception {
        var pipeline = ShippedPipelines.read(name);
        var metrics = new PipelineMetrics(new SimpleMeterRegistry(), name);
        var scoring = requireNonNull(pipeline.model());
        try (var role = new ScoringRole(
                pipeline, scoring, registry, StoreKind.ROCKSDB, Tuning.BALANCED, Clock.systemUTC(), metrics)) {
            role.prepare(1);
            var topology = PipelineDriver.topology(pipeline, Role.SCORE, role, stateDir);

            assertThat(topology.describe().toString()).isEqualTo(agreed(name + "-score.txt"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void monitoringIsThePictureThatWasAgreed(String name) throws Exception {
        var pipeline = ShippedPipelines.read(name);
        var monitor = requireNonNull(pipeline.monitor());
        var metrics = new PipelineMetrics(new SimpleMeterRegistry(), name);
        try (var role = new MonitoringRole(
                pipeline, monitor, new JournalClients(Map.of()), registry, Clock.systemUTC(), metrics, null)) {
            var topology = PipelineDriver.topology(pipeline, Role.MONITOR, role, stateDir);

            assertThat(topology.describe().toString()).isEqualTo(agreed(name + "-monitor.txt"));
        }
    }

    private static String agreed(String file) throws IOException {
        try (var picture = requireNonNull(TopologyDescriptionTest.class.getResourceAsStream("/topology/" + file))) {
            return new String(picture.readAllBytes(), UTF_8);
        }
    }
}
