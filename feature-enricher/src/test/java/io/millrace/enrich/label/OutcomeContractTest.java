package io.millrace.enrich.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.label.OutcomeContract.Checked;
import io.millrace.schemas.wire.Decoded;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeContractTest {
    private static final long NOW = Payments.NOON.toEpochMilli();
    private static final long SKEW = 300_000;

    private final OutcomeContract contract = new OutcomeContract(Payments.OUTCOMES, SKEW);

    private Checked check(GenericRecord outcome, @Nullable String key) {
        return contract.check(new Decoded.Value(outcome), key == null ? null : Payments.bytes(key), NOW - 7, NOW);
    }

    private RejectionReason reason(GenericRecord outcome, @Nullable String key) {
        return ((Checked.Refused) check(outcome, key)).reason();
    }

    @Test
    void acceptsWhatSaysItselfSinceWhenItIsKnown() {
        assertThat(check(Payments.outcome("t1", true, NOW - 5), "t1"))
                .isEqualTo(new Checked.Accepted(new Outcome("t1", true, NOW - 5)));
    }

    @Test
    void takesKafkasTimestampWhereARecordDoesNotSay() {
        assertThat(check(Payments.outcome("t1", false, null), "t1"))
                .isEqualTo(new Checked.Accepted(new Outcome("t1", false, NOW - 7)));
    }

    @Test
    void refusesTheFirstBreach() {
        assertThat(reason(Payments.outcome("t1", true, NOW), null)).isEqualTo(RejectionReason.NULL_KEY);
        assertThat(reason(Payments.outcome("t1", true, NOW), "t2")).isEqualTo(RejectionReason.KEY_MISMATCH);
        assertThat(reason(Payments.outcome("", true, NOW), "")).isEqualTo(RejectionReason.MISSING_ID);
        assertThat(reason(Payments.outcome(null, true, NOW), "t1")).isEqualTo(RejectionReason.MISSING_ID);
        assertThat(reason(Payments.outcome("t1", null, NOW), "t1")).isEqualTo(RejectionReason.MISSING_LABEL);
        assertThat(reason(Payments.outcome("t1", true, -1L), "t1")).isEqualTo(RejectionReason.NEGATIVE_TIME);
    }

    @Test
    void mayBeAheadOfTheClockByTheSkew() {
        assertThat(check(Payments.outcome("t1", true, NOW + SKEW), "t1")).isInstanceOf(Checked.Accepted.class);
        assertThat(reason(Payments.outcome("t1", true, NOW + SKEW + 1), "t1")).isEqualTo(RejectionReason.FUTURE);
    }
}
