package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.bytes;
import static io.millrace.enrich.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.event.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two events of a customer within a minute. */
class KeyRateTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    private static final int COUNT_OF_THE_DAY = 3;
    private static final int MEAN_OF_THE_DAY = 5;

    private final List<String> told = new ArrayList<>();
    private EnrichmentDriver driver = driver(true, StoreKind.ROCKSDB);

    @AfterEach
    void close() {
        driver.close();
    }

    private EnrichmentDriver driver(boolean quarantine, StoreKind stores) {
        var listener = new EnrichmentListener() {
            @Override
            public void held(String station, int partition, long events) {}

            @Override
            public void beyondRate() {
                told.add("beyond");
            }
        };
        var rate = new RateDefinition(null, 2, Duration.ofMinutes(1), quarantine);
        return new EnrichmentDriver(Payments.twoStations(Payments.limited(rate)), CLOCK, stores, 1, listener);
    }

    private void onlyCounting() {
        driver.close();
        driver = driver(false, StoreKind.ROCKSDB);
    }

    private void pay(String id, int second, String customer, double amount) {
        driver.pay(payment(id, NOON.plusSeconds(second), customer, "m1", amount));
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    @Test
    void whatIsBeyondIsRefusedWithAllItsBytes() {
        pay("t1", 0, "c1", 1.0);
        pay("t2", 30, "c1", 1.0);
        var flood = payment("t3", NOON.plusSeconds(59), "c1", "m1", 1.0);
        var headers = new RecordHeaders();
        headers.add("trace", bytes("42"));
        driver.pipe("payments", bytes("c1"), driver.encode(flood), headers);
        pay("t4", 60, "c1", 1.0);

        assertThat(ids(driver.enriched)).containsExactly("t1", "t2", "t4");
        assertThat(driver.rejected).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.RATE_EXCEEDED);
            assertThat(rejected.origin().key()).isEqualTo(bytes("c1"));
            assertThat(rejected.origin().value()).isEqualTo(driver.encode(flood));
            assertThat(rejected.origin().timestampMillis())
                    .isEqualTo(NOON.plusSeconds(1).toEpochMilli());
        });
        assertThat(driver.rejectedHeaders.get(0).lastHeader("trace").value()).isEqualTo(bytes("42"));
        assertThat(driver.rejectedFrom).containsExactly(EnrichmentTopology.RATE);
        assertThat(told).isEmpty();
    }

    @Test
    void aFloodMovesNoFeatureOfItsKeyOrOfAnyOther() {
        pay("t1", 0, "c1", 10.0);
        pay("t2", 1, "c1", 20.0);
        for (int i = 0; i < 100; i++) {
            pay("flood-" + i, 2 + i % 50, "c1", 9_999.0);
        }
        pay("t3", 59, "c2", 10.0);
        pay("t4", 61, "c1", 30.0);
        pay("t5", 7_200, "c3", 10.0); // the terminal's windows end an hour before

        assertThat(ids(driver.enriched)).containsExactly("t1", "t2", "t3", "t4", "t5");
        var rows = driver.enriched.stream().map(Event::row).toList();
        assertThat(rows.get(2)[COUNT_OF_THE_DAY]).as("of another customer").isEqualTo(1);
        assertThat(rows.get(3)[COUNT_OF_THE_DAY]).isEqualTo(3);
        assertThat(rows.get(3)[MEAN_OF_THE_DAY]).isEqualTo(20);
        assertThat(rows.get(4)[9]).as("term_nb").isEqualTo(4);
        assertThat(rows.get(4)[10]).as("term_max").isEqualTo(30);
    }

    @Test
    void aFloodMovesNoClock() {
        pay("t1", 3_600, "c1", 1.0);
        pay("t2", 3_600, "c1", 1.0);
        pay("t3", 3_601, "c1", 1.0); // refused: now is still an hour after noon
        pay("t4", 0, "c2", 1.0);

        assertThat(ids(driver.enriched)).containsExactly("t1", "t2", "t4");
        assertThat(driver.rejected.stream().map(Verdict.Rejected::reason))
                .containsExactly(RejectionReason.RATE_EXCEEDED);
    }

    @Test
    void withoutQuarantineEventsBeyondCountAndAreTold() {
        onlyCounting();
        pay("t1", 0, "c1", 1.0);
        pay("t2", 0, "c1", 1.0);
        pay("t3", 0, "c1", 1.0);
        pay("t4", 60, "c1", 1.0);

        assertThat(ids(driver.enriched)).containsExactly("t1", "t2", "t3", "t4");
        assertThat(driver.enriched.get(3).row()[COUNT_OF_THE_DAY]).isEqualTo(4);
        assertThat(driver.rejected).isEmpty();
        assertThat(told).containsExactly("beyond");
    }

    @Test
    void whatIsKeptOfKeysIsLoggedAndLeavesByItself() {
        for (int day = 0; day < 20; day++) {
            driver.pay(payment("t" + day, NOON.minus(Duration.ofDays(20L - day)), "c" + day, "m1", 1.0));
        }

        assertThat(driver.driver.producedTopicNames()).contains("payments-test-key-rates-changelog");
        try (var kept = driver.driver
                .<String, byte[]>getWindowStore(ContractProcessor.KEY_RATES)
                .all()) {
            var keys = new ArrayList<String>();
            kept.forEachRemaining(piece -> keys.add(piece.key.key()));
            assertThat(keys)
                    .contains("c19", "c18")
                    .doesNotContain("c0", "c1", "c10")
                    .hasSizeLessThan(6);
        }
    }

    @Test
    void saysTheSameHoweverOftenItIsRestarted() {
        var undisturbed = run(event -> false);
        var restartedBeforeEveryEvent = run(event -> true);

        assertThat(undisturbed).anyMatch(told -> told.endsWith("RATE_EXCEEDED"));
        assertThat(undisturbed).hasSizeGreaterThan(100);
        assertThat(restartedBeforeEveryEvent).isEqualTo(undisturbed);
    }

    /** @return what became of every event */
    private List<String> run(IntPredicate restartBefore) {
        driver.close();
        driver = driver(true, StoreKind.IN_MEMORY);
        var said = new ArrayList<String>();
        var events = events();
        for (int i = 0; i < events.size(); i++) {
            if (restartBefore.test(i)) {
                restart();
            }
            driver.enriched.clear();
            driver.rejected.clear();
            driver.pay(events.get(i));
            driver.enriched.forEach(
                    event -> said.add(event.id() + " " + event.row()[COUNT_OF_THE_DAY] + " " + event.row()[9]));
            driver.rejected.forEach(rejected -> said.add(rejected.origin() + " " + rejected.reason()));
        }
        return said.stream()
                .map(told -> told.replaceFirst("payments-0@\\d+", "event"))
                .toList();
    }

    private static List<GenericRecord> events() {
        var random = new Random(7);
        var events = new ArrayList<GenericRecord>();
        int newest = 0;
        for (int i = 0; i < 120; i++) {
            newest += random.nextInt(15);
            int second = random.nextInt(3) == 0 ? newest - random.nextInt(120) : newest;
            events.add(payment("t" + i, NOON.plusSeconds(second), "c" + random.nextInt(2), "m1", 1.0));
        }
        return events;
    }

    /** Another instance that has what the stores had, and nothing else. */
    private void restart() {
        var before = driver;
        driver = driver(true, StoreKind.IN_MEMORY);
        before.driver.getAllStateStores().keySet().forEach(name -> copy(name, before.driver, driver.driver));
        before.close();
    }

    private static void copy(String store, TopologyTestDriver from, TopologyTestDriver to) {
        if (from.getWindowStore(store) != null) {
            try (var all = from.getWindowStore(store).all()) {
                all.forEachRemaining(entry -> to.getWindowStore(store)
                        .put(entry.key.key(), entry.value, entry.key.window().start()));
            }
        } else {
            try (var all = from.getKeyValueStore(store).all()) {
                all.forEachRemaining(entry -> to.getKeyValueStore(store).put(entry.key, entry.value));
            }
        }
    }

    @Test
    void isThePictureThatIsCommitted() throws IOException {
        try (var picture = Objects.requireNonNull(getClass().getResourceAsStream("/topology/limited-rate.txt"))) {
            assertThat(driver.topology.describe().toString().strip())
                    .as("stores and internal topics are people's data: a change belongs into the changelog")
                    .isEqualTo(new String(picture.readAllBytes(), UTF_8).strip());
        }
    }
}
