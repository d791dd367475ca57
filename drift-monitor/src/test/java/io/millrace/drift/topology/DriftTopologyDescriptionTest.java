package io.millrace.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.window.Examples;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores and the repartition topic are people's data: who changes the picture changes the change log. */
class DriftTopologyDescriptionTest {
    @Test
    void isThePictureThatWasAgreed(@TempDir Path stateFolder) throws Exception {
        var properties = MonitorDriver.properties(stateFolder);
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        new DriftTopology(
                        MonitorDriver.settings(Duration.ofDays(8), 200),
                        Examples.profile(),
                        new SchemaRegistry(new MockSchemaRegistryClient()),
                        Commits.UNANNOUNCED,
                        Clock.systemUTC(),
                        DriftListener.NONE)
                .addTo(builder)
                .foreach((key, rejected) -> {}, Named.as("dead-letters"));

        assertThat(builder.build(properties).describe().toString()).isEqualTo(agreed());
    }

    private static String agreed() throws IOException {
        try (var picture = DriftTopologyDescriptionTest.class.getResourceAsStream("drift-topology.txt")) {
            return new String(picture.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
