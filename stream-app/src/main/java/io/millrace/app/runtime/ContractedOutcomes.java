package io.millrace.app.runtime;

import io.millrace.drift.outcome.Outcome;
import io.millrace.drift.outcome.OutcomeReader;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.enrich.label.OutcomeContract.Checked;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Outcomes that keep the contract which the label stage holds them to. For one thread. */
final class ContractedOutcomes implements OutcomeReader {
    private final AvroDecoder decoder;
    private final OutcomeContract contract;
    private final Clock clock;

    /** @param skew how far ahead of the clock an outcome may be, inclusive */
    ContractedOutcomes(OutcomeDefinition definition, Duration skew, SchemaRegistry registry, Clock clock) {
        this.decoder = new AvroDecoder(registry, definition.schema());
        this.contract = new OutcomeContract(definition, skew.toMillis());
        this.clock = clock;
    }

    @Override
    public Optional<Read> read(byte @Nullable [] key, byte @Nullable [] value, long publishedMillis) {
        return contract.check(decoder.decode(value), key, publishedMillis, clock.millis())
                        instanceof Checked.Accepted accepted
                ? Optional.of(new Read(
                        accepted.outcome().id(),
                        new Outcome(
                                number(accepted.outcome().label()),
                                accepted.outcome().knownMillis())))
                : Optional.empty();
    }

    private static double number(Object label) {
        return label instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) label).doubleValue();
    }
}
