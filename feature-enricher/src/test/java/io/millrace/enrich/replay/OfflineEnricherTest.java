package io.millrace.enrich.replay;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.customer;
import static io.millrace.enrich.Payments.origin;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.plan.FeaturePlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OfflineEnricherTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(30)), ZoneOffset.UTC);
    private static final double MISSING = Double.NaN;

    private final OfflineEnricher enricher = new OfflineEnricher(FeaturePlan.compile(Payments.twoStations()), CLOCK);

    private double[] row(String id, Instant time, String customer, @Nullable String terminal, double amount) {
        Verdict verdict = enricher.enrich(payment(id, time, customer, terminal, amount), origin(0, null));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).event().row();
    }

    @Test
    void fillsTheWholeRow() {
        enricher.putReference("customer", customer("c1", "BE"));

        row("t1", NOON, "c1", "m1", 10);
        double[] row = row("t2", NOON.plus(Duration.ofHours(20)), "c1", "m1", 14);

        // amount, night, home, cust_nb 1d 7d, cust_avg 1d 7d, cust_sd 1d 7d, term_nb, term_max
        assertThat(row).containsExactly(14, 0, 1, 2, 2, 12, 12, Math.sqrt(8), Math.sqrt(8), 0, MISSING);
    }

    @Test
    void seesADelayedWindowOnlyAfterTheDelay() {
        row("t1", NOON, "c1", "m1", 10);

        assertThat(row("t2", NOON.plus(Duration.ofHours(1)).minusMillis(1), "c2", "m1", 1)[9])
                .isZero();
        assertThat(row("t3", NOON.plus(Duration.ofHours(1)), "c3", "m1", 1)[9]).isEqualTo(1);
        assertThat(row("t4", NOON.plus(Duration.ofHours(7)).minusMillis(1), "c4", "m1", 1)[9])
                .isEqualTo(3);
        assertThat(row("t5", NOON.plus(Duration.ofHours(7)), "c5", "m1", 1)[9]).isEqualTo(2);
    }

    @Test
    void leavesFeaturesOfANullKeyMissingAndTouchesNoState() {
        double[] first = row("t1", NOON, "c1", null, 10);
        double[] second = row("t2", NOON.plus(Duration.ofHours(2)), "c1", null, 10);

        assertThat(first[9]).isNaN();
        assertThat(second[9]).isNaN();
        assertThat(second[3]).isEqualTo(2);
    }

    @Test
    void leavesFeaturesOfAnAbsentReferenceMissing() {
        assertThat(row("t1", NOON, "c1", "m1", 10)[2]).isNaN();
        enricher.putReference("customer", customer("c1", "NL"));
        assertThat(row("t2", NOON, "c1", "m1", 10)[2]).isZero();
        enricher.putReference("customer", customer("c1", "BE"));
        assertThat(row("t3", NOON, "c1", "m1", 10)[2]).isOne();
    }

    @Test
    void putsAnOutOfOrderEventWhereItBelongs() {
        row("t1", NOON, "c1", "m1", 10);
        row("t3", NOON.plus(Duration.ofMinutes(30)), "c1", "m1", 30);

        // as of its own time: the later event is not there yet
        assertThat(row("t2", NOON.plus(Duration.ofMinutes(20)), "c1", "m1", 20)[5])
                .isEqualTo(15);
        assertThat(row("t4", NOON.plus(Duration.ofMinutes(40)), "c1", "m1", 40)[5])
                .isEqualTo(25);
    }

    @Test
    void rejectsAsTheStreamDoes() {
        row("t1", NOON, "c1", "m1", 10);

        var late = enricher.enrich(
                payment("t0", NOON.minus(Payments.LATENESS).minusMillis(1), "c1", "m1", 1.0), origin(1, null));

        assertThat(late).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                .isEqualTo(RejectionReason.LATE));
        assertThat(row("t2", NOON, "c1", "m1", 10)[3])
                .as("the late one was not counted")
                .isEqualTo(2);
    }

    @Test
    void findsDuplicatesWithinTheDurationAndForgetsThemAfterwards() {
        var deduplicating = new OfflineEnricher(
                FeaturePlan.compile(Payments.twoStations(Payments.deduplicating(Duration.ofHours(1)))), CLOCK);
        deduplicating.enrich(payment("t1", NOON, "c1", "m1", 1.0), origin(0, null));

        assertThat(deduplicating.enrich(
                        payment("t1", NOON.plus(Duration.ofHours(1)), "c1", "m1", 1.0), origin(1, null)))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectionReason.DUPLICATE));
        assertThat(deduplicating.enrich(
                        payment("t1", NOON.plus(Duration.ofHours(1)).plusMillis(1), "c1", "m1", 1.0), origin(2, null)))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void refusesRecordsOfAnotherSchema() {
        assertThatThrownBy(() -> enricher.enrich(customer("c1", "BE"), origin(0, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another schema");
        assertThatThrownBy(() -> enricher.putReference("shop", customer("c1", "BE")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no reference is called shop");
    }
}
