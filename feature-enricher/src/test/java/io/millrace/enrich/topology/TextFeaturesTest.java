package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.customer;
import static io.millrace.enrich.Payments.ordered;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.FeatureValues;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.progress.Watermark;
import io.millrace.enrich.replay.OfflineEnricher;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts travel beside the numbers of a row: of the event before a hop, of a reference, and through a hold behind the hop. */
class TextFeaturesTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    private static final FeatureDefinitions DEFINITIONS = new FeatureDefinitions(
            Payments.EVENT,
            List.of(Payments.CUSTOMERS),
            List.of(
                    new FeatureGroup.Values(ordered(
                            "country", "country",
                            "amount", "amount",
                            "home", "customer.country",
                            "both", "terminal_id + '>' + country")),
                    new FeatureGroup.Aggregates(
                            "terminal_id",
                            List.of(Duration.ofHours(6)),
                            Duration.ofHours(1),
                            ordered("term_nb", "count()"))));

    private EnrichmentDriver driver;

    @BeforeEach
    void open() {
        driver = new EnrichmentDriver(DEFINITIONS, CLOCK, StoreKind.IN_MEMORY);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private List<String> values(Event event) {
        var values = new FeatureValues(driver.plan.features());
        return IntStream.range(0, values.features().size())
                .mapToObj(i -> String.valueOf(values.of(event, i)))
                .toList();
    }

    @Test
    void travelThroughAHop() {
        driver.customer(customer("c1", "Curaçao"));
        driver.pay(payment("t1", NOON, "c1", "m1", 10.0));

        assertThat(driver.enriched).singleElement().satisfies(event -> {
            assertThat(event.texts()).containsExactly("BE", "Curaçao", "m1>BE");
            assertThat(event.row()).containsExactly(Double.NaN, 10, Double.NaN, Double.NaN, 0);
            assertThat(values(event)).containsExactly("BE", "10.0", "Curaçao", "m1>BE", "0");
        });
    }

    @Test
    void areMissingWhereWhatTheyReadIsMissing() {
        driver.pay(payment("t1", NOON, "c1", null, 10.0));

        assertThat(driver.enriched).singleElement().satisfies(event -> {
            assertThat(event.texts()).containsExactly("BE", null, null);
        });
    }

    @Test
    void areMissingWhereTheyAreLongerThanAnyCategory() {
        var longest = payment("t1", NOON, "c1", "m1", 10.0);
        longest.put("country", "x".repeat(1_024));
        var longer = payment("t2", NOON, "c1", "m1", 10.0);
        longer.put("country", "x".repeat(1_025));
        driver.pay(longest);
        driver.pay(longer);

        assertThat(driver.enriched.get(0).texts()[0]).isEqualTo("x".repeat(1_024));
        assertThat(driver.enriched.get(1).texts()[0]).isNull();
    }

    @Test
    void areTheSameOutsideOfKafka() {
        var offline = new OfflineEnricher(driver.plan, CLOCK);
        offline.putReference("customer", customer("c1", "NL"));
        driver.customer(customer("c1", "NL"));
        var payment = payment("t1", NOON, "c1", "m1", 10.0);
        driver.pay(payment);

        var verdict = offline.enrich(payment, new Origin("payments", 0, 0, 0, null, null));

        assertThat(((Verdict.Accepted) verdict).event().texts())
                .isEqualTo(driver.enriched.get(0).texts())
                .containsExactly("BE", "NL", "m1>BE");
    }

    @Test
    void areKeptWhileAnEventIsHeld() {
        driver.close();
        driver = new EnrichmentDriver(DEFINITIONS, CLOCK, StoreKind.ROCKSDB, 2, EnrichmentListener.NONE);
        driver.pay(payment("t1", NOON, "c1", "m1", 10.0));
        assertThat(driver.enriched).as("the other sender may be behind").isEmpty();

        var other = new Watermark(Watermark.Of.EVENTS, 1, NOON.toEpochMilli(), false);
        driver.hop("", new HopMessage.Announced(other), new RecordHeaders());

        assertThat(driver.enriched).singleElement().satisfies(event -> {
            assertThat(event.texts()).containsExactly("BE", null, "m1>BE");
        });
    }

    @Test
    void areVersion3OfAMessageAndPipelinesWithoutThemStayAtVersion2() {
        driver.pay(payment("t1", NOON, "c1", "m1", 10.0));
        try (var without = new EnrichmentDriver(Payments.twoStations(), CLOCK, StoreKind.IN_MEMORY)) {
            without.pay(payment("t1", NOON, "c1", "m1", 10.0));

            assertThat(driver.messages.write(driver.hopped().get(0))[0]).isEqualTo((byte) 3);
            assertThat(without.messages.write(without.hopped().get(0))[0]).isEqualTo((byte) 2);
        }
    }

    @Test
    void comeLastInAMessage() {
        driver.pay(payment("t1", NOON, "c1", "m1", 10.0));

        var event = driver.messages.write(driver.hopped().stream()
                .filter(HopMessage.Passing.class::isInstance)
                .findFirst()
                .orElseThrow());

        assertThat(event).endsWith(concat(3, 3, 'B', 'E', 0, 6, 'm', '1', '>', 'B', 'E'));
    }

    private static byte[] concat(int... bytes) {
        var joined = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            joined[i] = (byte) bytes[i];
        }
        return joined;
    }
}
