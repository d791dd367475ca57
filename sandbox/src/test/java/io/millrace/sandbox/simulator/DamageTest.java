package io.millrace.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.AvroEncoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamageTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(Domain.class)
    void noDamagedPayloadCanBeReadAndEveryIntactOneCan(Domain domain) throws Exception {
        var channel = domain.channel(Role.EVENT);
        var registry = new SchemaRegistry(new MockSchemaRegistryClient());
        var id = registry.register(channel.subject(), channel.schema());
        var encoder = new AvroEncoder(id, channel.schema());
        var decoder = new AvroDecoder(registry, channel.schema());
        var simulator = domain == Domain.SENSORS
                ? new SensorSimulator(new SensorSettings(5, START, 1))
                : new TransactionSimulator(new TransactionSettings(50, START, 1));

        simulator.messages(Duration.ofDays(3)).forEachRemaining(message -> {
            if (message.role() == Role.EVENT) {
                var intact = encoder.encode(message.value());
                for (var damage : Damage.values()) {
                    var decoded = decoder.decode(damage.apply(intact, message.id()));
                    if (damage == Damage.NONE) {
                        assertThat(decoded).isInstanceOf(Decoded.Value.class);
                    } else {
                        assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(
                                        malformed.fault())
                                .isEqualTo(Decoded.Fault.MALFORMED));
                    }
                }
                assertThat(encoder.encode(message.value())).isEqualTo(intact);
            }
        });
    }
}
