package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.bytes;
import static io.millrace.enrich.Payments.customer;
import static io.millrace.enrich.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.contract.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnrichmentTopologyTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    private static final double MISSING = Double.NaN;

    private EnrichmentDriver driver = new EnrichmentDriver(Payments.twoStations(), CLOCK, StoreKind.IN_MEMORY);

    @AfterEach
    void close() {
        driver.close();
    }

    private void deduplicating(Duration within) {
        driver.close();
        driver = new EnrichmentDriver(Payments.twoStations(Payments.deduplicating(within)), CLOCK, StoreKind.IN_MEMORY);
    }

    /** One dead letter for this reason, and the next record goes through. */
    private void assertRejected(RejectionReason reason) {
        int before = driver.enriched.size();
        driver.pay(payment("next", NOON, "c9", "m9", 5.0));
        assertThat(driver.rejected.stream().map(Verdict.Rejected::reason)).containsExactly(reason);
        assertThat(driver.rejected.get(0).stage()).isEqualTo(Stage.CONTRACT);
        assertThat(driver.enriched).hasSize(before + 1);
        assertThat(driver.enriched.get(before).id()).isEqualTo("next");
    }

    @Test
    void fillsTheRowAtBothStations() {
        driver.customer(customer("c1", "BE"));
        driver.pay(payment("t1", NOON, "c1", "m1", 10.0));
        driver.pay(payment("t2", NOON.plus(HOUR.multipliedBy(2)), "c1", "m1", 14.0));

        // amount, night, home, cust_nb 1d 7d, cust_avg 1d 7d, cust_sd 1d 7d, term_nb, term_max
        assertThat(driver.enriched.get(0).row()).containsExactly(10, 0, 1, 1, 1, 10, 10, MISSING, MISSING, 0, MISSING);
        assertThat(driver.enriched.get(1).row())
                .containsExactly(14, 0, 1, 2, 2, 12, 12, Math.sqrt(8), Math.sqrt(8), 1, 10);
        assertThat(driver.rejected).isEmpty();
    }

    @Test
    void carriesAnEventWholeThroughTheHop() {
        driver.customer(customer("c1", "BE"));
        var sent = payment("t1", NOON, "c1", "m1", 10.0);
        driver.pay(sent);

        var event = driver.enriched.get(0);
        assertThat(event.id()).isEqualTo("t1");
        assertThat(event.timeMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(event.record()).isEqualTo(sent);
        assertThat(event.reference(0)).isEqualTo(customer("c1", "BE"));
        var origin = event.origin();
        assertThat(origin.topic()).isEqualTo("payments");
        assertThat(origin.partition()).isZero();
        assertThat(origin.offset()).isZero();
        assertThat(origin.timestampMillis())
                .as("when it was published")
                .isEqualTo(NOON.plusSeconds(1).toEpochMilli());
        assertThat(origin.key()).isEqualTo(bytes("c1"));
        assertThat(origin.value()).isEqualTo(driver.encode(sent));
        assertThat(driver.enrichedTimestamps).as("event time").containsExactly(NOON.toEpochMilli());
    }

    @Test
    void rejectsANullValue() {
        driver.pipe("payments", bytes("c1"), null);
        assertRejected(RejectionReason.NULL_VALUE);
    }

    @Test
    void rejectsANullKey() {
        driver.pipe("payments", null, driver.encode(payment("t1", NOON, "c1", "m1", 1.0)));
        assertRejected(RejectionReason.NULL_KEY);
    }

    @Test
    void rejectsMalformedBytesAndKeepsThemWithTheirHeaders() {
        var headers = new RecordHeaders();
        headers.add("trace", bytes("42"));
        driver.pipe("payments", bytes("c1"), bytes("{\"json\": true}"), headers);

        assertRejected(RejectionReason.MALFORMED);
        var origin = driver.rejected.get(0).origin();
        assertThat(origin.value()).isEqualTo(bytes("{\"json\": true}"));
        assertThat(origin.key()).isEqualTo(bytes("c1"));
        assertThat(origin.timestampMillis()).isEqualTo(NOON.plusSeconds(1).toEpochMilli());
        assertThat(driver.rejectedHeaders.get(0).lastHeader("trace").value()).isEqualTo(bytes("42"));
    }

    @Test
    void rejectsARecordOneByteTooLargeWhateverItHolds() {
        byte[] key = Payments.bytes("c1");
        var headers = new RecordHeaders().add("h", new byte[9]);
        int most = Contract.MOST_BYTES - key.length - 10;

        driver.pipe("payments", key, new byte[most], new RecordHeaders(headers));
        driver.pipe("payments", key, new byte[most + 1], new RecordHeaders(headers));

        assertThat(driver.rejected.stream().map(Verdict.Rejected::reason))
                .containsExactly(RejectionReason.UNKNOWN_SCHEMA, RejectionReason.TOO_LARGE);
        assertThat(driver.enriched).isEmpty();
    }

    @Test
    void rejectsAnUnknownSchema() {
        driver.pipe("payments", bytes("c1"), new byte[] {0, 0, 0, 99, 99, 1});
        assertRejected(RejectionReason.UNKNOWN_SCHEMA);
    }

    @Test
    void rejectsAnIncompatibleSchema() {
        driver.pipe("payments", bytes("c1"), driver.encode(customer("c1", "BE")));
        assertRejected(RejectionReason.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void rejectsAMissingId() {
        driver.pay(payment(null, NOON, "c1", "m1", 1.0));
        assertRejected(RejectionReason.MISSING_ID);
    }

    @Test
    void rejectsAKeyThatIsNotTheKeyField() {
        driver.pipe("payments", bytes("c2"), driver.encode(payment("t1", NOON, "c1", "m1", 1.0)));
        assertRejected(RejectionReason.KEY_MISMATCH);
    }

    @Test
    void rejectsABrokenRule() {
        driver.pay(payment("t1", NOON, "c1", "m1", -1.0));
        assertRejected(RejectionReason.CONTRACT);
    }

    @Test
    void rejectsANegativeTimeInsteadOfLosingIt() {
        driver.pay(payment("t1", Instant.EPOCH.minusMillis(1), "c1", "m1", 1.0));
        assertRejected(RejectionReason.NEGATIVE_TIME);
    }

    @Test
    void rejectsAFarFutureTimeWithoutMovingStreamTime() {
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        driver.pay(payment("t2", Instant.parse("2099-01-01T00:00:00Z"), "c1", "m1", 1.0));

        assertRejected(RejectionReason.FUTURE);
        assertThat(driver.enriched.get(1).row()[3]).as("other customer").isEqualTo(1);
    }

    @Test
    void rejectsALateEventAndAcceptsOneExactlyAtTheLimit() {
        driver.pay(payment("t1", NOON.plus(Payments.LATENESS), "c1", "m1", 1.0));
        driver.pay(payment("t2", NOON.minusMillis(1), "c1", "m1", 1.0));

        assertRejected(RejectionReason.LATE);
    }

    @Test
    void rejectsAnIdSeenWithinTheDuration() {
        deduplicating(HOUR);
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        driver.pay(payment("t1", NOON.plus(HOUR), "c1", "m1", 2.0));

        assertRejected(RejectionReason.DUPLICATE);
        assertThat(driver.enriched).hasSize(2);
    }

    @Test
    void acceptsAnIdSeenLongerAgo() {
        deduplicating(HOUR);
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        driver.pay(payment("t1", NOON.plus(HOUR).plusMillis(1), "c1", "m1", 2.0));

        assertThat(driver.rejected).isEmpty();
        assertThat(driver.enriched).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void remembersAnIdAsLongAsALateDuplicateMayCome(StoreKind stores) {
        driver.close();
        driver = new EnrichmentDriver(Payments.twoStations(Payments.deduplicating(HOUR)), CLOCK, stores);
        driver.pay(payment("t1", NOON.minus(HOUR), "c1", "m1", 1.0));
        driver.pay(payment("t2", NOON.plus(Payments.LATENESS), "c1", "m1", 1.0));
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));

        assertRejected(RejectionReason.DUPLICATE);
    }

    @Test
    void keepsNothingOnDiskWhereStateIsInMemory() {
        deduplicating(HOUR);

        assertThat(driver.driver.getAllStateStores().values()).isNotEmpty().allMatch(store -> !store.persistent());
    }

    @Test
    void acceptsAnIdAgainThatWasOnlyRejectedBefore() {
        deduplicating(HOUR);
        driver.pay(payment("t1", NOON, "c1", "m1", -1.0));
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));

        assertThat(driver.enriched).hasSize(1);
    }

    @Test
    void passesAnEventWithoutTheSecondKeyOnWithItsFeaturesMissing() {
        driver.pay(payment("t1", NOON, "c1", null, 10.0));

        assertThat(driver.enriched).hasSize(1);
        assertThat(driver.enriched.get(0).row()[3]).isEqualTo(1);
        assertThat(driver.enriched.get(0).row()[9]).isNaN();
        assertThat(driver.rejected).isEmpty();
    }

    @Test
    void followsAReferenceAndItsRemoval() {
        driver.customer(customer("c1", "NL"));
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        driver.customer(customer("c1", "BE"));
        driver.pay(payment("t2", NOON, "c1", "m1", 1.0));
        driver.pipe("customers", bytes("c1"), null);
        driver.pay(payment("t3", NOON, "c1", "m1", 1.0));

        assertThat(driver.enriched.stream().map(event -> event.row()[2])).containsExactly(0.0, 1.0, MISSING);
    }

    @Test
    void rejectsUnfitReferencesAndKeepsTheLatestFitOne() {
        driver.customer(customer("c1", "BE"));
        driver.pipe("customers", bytes("c1"), bytes("rubbish"));
        driver.pipe("customers", null, driver.encode(customer("c1", "NL")));
        driver.pipe("customers", bytes("c1"), driver.encode(customer("c2", "NL")));
        driver.pipe("customers", bytes("c1"), new byte[Contract.MOST_BYTES - 1]);
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));

        assertThat(driver.rejected.stream().map(Verdict.Rejected::reason))
                .containsExactly(
                        RejectionReason.MALFORMED,
                        RejectionReason.NULL_KEY,
                        RejectionReason.KEY_MISMATCH,
                        RejectionReason.TOO_LARGE);
        assertThat(driver.rejected.stream().map(Verdict.Rejected::stage)).containsOnly(Stage.REFERENCE);
        assertThat(driver.rejected.get(0).origin().topic()).isEqualTo("customers");
        assertThat(driver.enriched.get(0).row()[2]).isOne();
    }

    @Test
    void countsARejectedEventNowhere() {
        driver.pay(payment("t1", NOON, "c1", "m1", -1.0));
        driver.pay(payment("t2", NOON, "c1", "m1", 1.0));

        assertThat(driver.enriched.get(0).row()[3]).isEqualTo(1);
    }

    @Test
    void isThePictureThatIsCommitted() throws IOException {
        try (var picture = Objects.requireNonNull(getClass().getResourceAsStream("/topology/two-stations.txt"))) {
            assertThat(driver.topology.describe().toString().strip())
                    .as("stores and internal topics are people's data: a change belongs into the changelog")
                    .isEqualTo(new String(picture.readAllBytes(), UTF_8).strip());
        }
    }
}
