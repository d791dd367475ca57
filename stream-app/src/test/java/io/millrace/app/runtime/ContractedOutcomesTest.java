package io.millrace.app.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.drift.outcome.Outcome;
import io.millrace.drift.outcome.OutcomeReader.Read;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContractedOutcomesTest {
    private static final Schema OUTCOME = SchemaBuilder.record("Outcome")
            .fields()
            .requiredString("id")
            .optionalBoolean("fraud")
            .requiredDouble("loss")
            .endRecord();
    private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC);

    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());

    private ContractedOutcomes reader(String label) {
        var definition = new OutcomeDefinition(
                "outcomes", OUTCOME, "id", label, null, Duration.ofDays(1), Duration.ofMinutes(1));
        return new ContractedOutcomes(definition, Duration.ofSeconds(1), registry, NOW);
    }

    private byte[] outcome(@Nullable Boolean fraud) throws Exception {
        return new AvroEncoder(registry.register("outcomes-value", OUTCOME), OUTCOME)
                .encode(new GenericRecordBuilder(OUTCOME)
                        .set("id", "a")
                        .set("fraud", fraud)
                        .set("loss", 2.5)
                        .build());
    }

    @Test
    void readsTruthAndNumbers() throws Exception {
        byte[] key = "a".getBytes(UTF_8);

        assertThat(reader("fraud").read(key, outcome(true), 7)).contains(new Read("a", new Outcome(1, 7)));
        assertThat(reader("fraud").read(key, outcome(false), 7)).contains(new Read("a", new Outcome(0, 7)));
        assertThat(reader("loss").read(key, outcome(true), 7)).contains(new Read("a", new Outcome(2.5, 7)));
    }

    @Test
    void readsNothingThatBreaksTheContractOfOutcomes() throws Exception {
        byte[] key = "a".getBytes(UTF_8);

        assertThat(reader("fraud").read(key, "?".getBytes(UTF_8), 7)).isEmpty();
        assertThat(reader("fraud").read(key, null, 7)).isEmpty();
        assertThat(reader("fraud").read("b".getBytes(UTF_8), outcome(true), 7)).isEmpty();
        assertThat(reader("fraud").read(key, outcome(null), 7)).isEmpty();
        assertThat(reader("fraud").read(key, outcome(true), 1_001_000)).isPresent();
        assertThat(reader("fraud").read(key, outcome(true), 1_001_001)).isEmpty();
    }
}
