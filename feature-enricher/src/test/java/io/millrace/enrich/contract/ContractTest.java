package io.millrace.enrich.contract;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.SKEW;
import static io.millrace.enrich.Payments.origin;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict.Accepted;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.wire.Decoded;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class ContractTest {
    private static final long NOW = NOON.toEpochMilli();

    private final Contract contract =
            FeaturePlan.compile(Payments.twoStations()).contract();

    private Verdict check(GenericRecord record, Origin origin) {
        return contract.check(new Decoded.Value(record), origin, NOW);
    }

    private static @Nullable RejectionReason reason(Verdict verdict) {
        return verdict instanceof Rejected rejected ? rejected.reason() : null;
    }

    @Test
    void acceptsAnEventWithAnEmptyRow() {
        Verdict verdict = check(payment("t1", NOON, "c1", "m1", 10.0), origin(7, "c1"));

        assertThat(verdict).isInstanceOf(Accepted.class);
        var event = ((Accepted) verdict).event();
        assertThat(event.id()).isEqualTo("t1");
        assertThat(event.timeMillis()).isEqualTo(NOW);
        assertThat(event.origin().offset()).isEqualTo(7);
        assertThat(event.row()).hasSize(11).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource
    void passesOnWhyAPayloadIsNoRecord(Decoded.Fault fault) {
        Verdict verdict = contract.check(new Decoded.Malformed(fault, "why"), origin(0, "c1"), NOW);

        assertThat(verdict).isEqualTo(new Rejected(origin(0, "c1"), RejectionReason.valueOf(fault.name()), "why"));
    }

    @Test
    void rejectsANullKey() {
        assertThat(reason(check(payment("t1", NOON, "c1", "m1", 1.0), origin(0, null))))
                .isEqualTo(RejectionReason.NULL_KEY);
    }

    @Test
    void rejectsAKeyThatIsNotTheKeyField() {
        assertThat(reason(check(payment("t1", NOON, "c1", "m1", 1.0), origin(0, "c2"))))
                .isEqualTo(RejectionReason.KEY_MISMATCH);
    }

    @Test
    void looksAtNoKeyWhereNoneIsDeclared() {
        var keyless = new EventDefinition(
                "payments",
                Payments.TRANSACTION,
                "transaction_id",
                "tx_time",
                null,
                Payments.LATENESS,
                SKEW,
                null,
                java.util.Map.of());
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                keyless,
                java.util.List.of(Payments.CUSTOMERS),
                Payments.twoStations().groups()));

        var verdict =
                plan.contract().check(new Decoded.Value(payment("t1", NOON, "c1", "m1", 1.0)), origin(0, null), NOW);

        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(plan.stations()).allMatch(station -> station.rekeyed());
    }

    @ParameterizedTest
    @NullAndEmptySource
    void rejectsAMissingId(@Nullable String id) {
        assertThat(reason(check(payment(id, NOON, "c1", "m1", 1.0), origin(0, "c1"))))
                .isEqualTo(RejectionReason.MISSING_ID);
    }

    @Test
    void rejectsATimeBefore1970ByOneMillisecond() {
        assertThat(reason(check(payment("t1", Instant.EPOCH, "c1", "m1", 1.0), origin(0, "c1"))))
                .isNull();
        assertThat(reason(check(payment("t1", Instant.EPOCH.minusMillis(1), "c1", "m1", 1.0), origin(0, "c1"))))
                .isEqualTo(RejectionReason.NEGATIVE_TIME);
    }

    @Test
    void rejectsATimeAheadOfTheSkewByOneMillisecond() {
        assertThat(reason(check(payment("t1", NOON.plus(SKEW), "c1", "m1", 1.0), origin(0, "c1"))))
                .isNull();
        assertThat(reason(check(payment("t1", NOON.plus(SKEW).plusMillis(1), "c1", "m1", 1.0), origin(0, "c1"))))
                .isEqualTo(RejectionReason.FUTURE);
        assertThat(reason(check(payment("t1", Instant.ofEpochMilli(Long.MAX_VALUE), "c1", "m1", 1.0), origin(0, "c1"))))
                .isEqualTo(RejectionReason.FUTURE);
    }

    @Test
    void namesTheRuleThatIsBroken() {
        Verdict verdict = check(payment("t1", NOON, "c1", "m1", -0.01), origin(0, "c1"));

        assertThat(verdict)
                .isEqualTo(new Rejected(
                        origin(0, "c1"),
                        RejectionReason.CONTRACT,
                        "amount-is-sane: amount >= 0.0 && amount < 1000000.0",
                        Stage.CONTRACT));
    }

    @Test
    void takesARuleThatCannotBeEvaluatedForBroken() {
        assertThat(reason(check(payment("t1", NOON, "c1", "m1", null), origin(0, "c1"))))
                .isEqualTo(RejectionReason.CONTRACT);
        assertThat(reason(check(payment("t1", NOON, "c1", "m1", Double.NaN), origin(0, "c1"))))
                .isEqualTo(RejectionReason.CONTRACT);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasACodeInKebabCase(RejectionReason reason) {
        assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
    }
}
