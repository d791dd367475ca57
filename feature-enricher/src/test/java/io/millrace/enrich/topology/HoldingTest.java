package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.bytes;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.KeyFeatures;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.Watermark;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The terminals' station, whose windows end an hour before an event, among two senders. */
class HoldingTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    private static final Duration DELAY = Duration.ofHours(1);
    private static final int TERM_NB = 9;

    private final List<String> held = new ArrayList<>();
    private @Nullable EnrichmentDriver opened;
    private long offsets;

    private EnrichmentDriver open(StoreKind stores) {
        opened = new EnrichmentDriver(
                Payments.twoStations(),
                CLOCK,
                stores,
                2,
                (station, partition, events) -> held.add(station + "-" + partition + ":" + events));
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private void event(EnrichmentDriver driver, int sender, String id, Instant time, @Nullable String terminal) {
        event(driver, sender, id, time, terminal, new RecordHeaders());
    }

    private void event(
            EnrichmentDriver driver,
            int sender,
            String id,
            Instant time,
            @Nullable String terminal,
            RecordHeaders headers) {
        var record = payment(id, time, "c1", terminal, 1.0);
        var origin = new Origin("payments", sender, offsets++, NOON.toEpochMilli(), bytes("c1"), driver.encode(record));
        var verdict = driver.plan.contract().check(new Decoded.Value(record), origin, CLOCK.millis());
        Event event = ((Verdict.Accepted) verdict).event();
        driver.hop(terminal == null ? "c1" : terminal, new HopMessage.Passing(event, at(sender, time)), headers);
    }

    private void announce(EnrichmentDriver driver, Watermark watermark) {
        driver.hop("", new HopMessage.Announced(watermark), new RecordHeaders());
    }

    private static Watermark at(int sender, Instant time) {
        return new Watermark(Watermark.Of.EVENTS, sender, time.toEpochMilli(), false);
    }

    private static List<String> ids(EnrichmentDriver driver) {
        return driver.enriched.stream().map(Event::id).toList();
    }

    @ParameterizedTest
    @EnumSource
    void holdsAnEventUntilAllSendersArePastItsWindowsAndCountsWhatCameMeanwhile(StoreKind stores) {
        var driver = open(stores);
        event(driver, 0, "fast", NOON, "m1");
        assertThat(driver.enriched).isEmpty();

        event(driver, 1, "slow", NOON.minus(DELAY), "m1");
        assertThat(ids(driver)).as("sender 1 may have another").containsExactly("slow");

        announce(driver, at(1, NOON.minus(DELAY).plusMillis(1)));

        assertThat(ids(driver)).containsExactly("slow", "fast");
        assertThat(driver.enriched.get(0).row()[TERM_NB]).isZero();
        assertThat(driver.enriched.get(1).row()[TERM_NB]).isOne();
        assertThat(held).containsExactly("terminal-id-0:1", "terminal-id-0:0");
    }

    /** What a query is told about the terminal's window that ends an hour before a moment; null while it is pending. */
    private static @Nullable Object asked(EnrichmentDriver driver, Instant at) {
        Station terminals = driver.plan.stations().get(1);
        var found = driver.plan.reader(terminals).read(bytes("m1"), at.toEpochMilli(), 0, history -> {
            KeyValueStore<Bytes, byte[]> store = driver.driver.getKeyValueStore(history.store());
            return key -> store.get(Bytes.wrap(key));
        });
        return ((KeyFeatures.Known) found)
                .values().stream()
                        .filter(value -> value.feature().name().equals("term_nb_6h"))
                        .findFirst()
                        .orElseThrow()
                        .typed();
    }

    @ParameterizedTest
    @EnumSource
    void answersForAMomentOnlyOnceAnEventThenWouldNotBeHeld(StoreKind stores) {
        var driver = open(stores);
        event(driver, 0, "fast", NOON, "m1");
        event(driver, 1, "slow", NOON.minus(DELAY), "m1");
        assertThat(asked(driver, NOON)).isNull();
        assertThat(asked(driver, NOON.minusMillis(1))).isEqualTo(0L);

        announce(driver, at(1, NOON.minus(DELAY).plusMillis(1)));
        assertThat(asked(driver, NOON)).isEqualTo(1L);
        assertThat(asked(driver, NOON.plusMillis(1))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void keepsKeyTimestampHeadersAndOriginOfWhatItHolds(StoreKind stores) {
        var driver = open(stores);
        var headers = new RecordHeaders();
        headers.add("trace", bytes("42"));
        headers.add("empty", null);
        event(driver, 0, "e1", NOON, "m1", headers);
        announce(driver, at(1, NOON));

        assertThat(driver.enrichedRecords).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(bytes("m1"));
            assertThat(record.timestamp()).isEqualTo(NOON.toEpochMilli());
            assertThat(record.headers()).isEqualTo(headers);
            assertThat(record.value().origin().topic()).isEqualTo("payments");
            assertThat(record.value().record()).isEqualTo(payment("e1", NOON, "c1", "m1", 1.0));
        });
    }

    @ParameterizedTest
    @EnumSource
    void passesAnEventWithoutTheStationsKeyOnAtOnce(StoreKind stores) {
        var driver = open(stores);
        event(driver, 0, "held", NOON, "m1");

        event(driver, 0, "free", NOON, null);

        assertThat(ids(driver)).containsExactly("free");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForIdleSendersButForThoseThatWakeUp(StoreKind stores) {
        var driver = open(stores);
        announce(driver, new Watermark(Watermark.Of.EVENTS, 1, Watermark.UNKNOWN, true));
        event(driver, 0, "e1", NOON, "m1");
        assertThat(ids(driver)).containsExactly("e1");

        announce(driver, at(1, NOON.minus(DELAY)));
        event(driver, 0, "e2", NOON.plusMillis(1), "m1");
        assertThat(ids(driver)).containsExactly("e1");

        event(driver, 1, "e3", NOON.minus(DELAY).plusMillis(2), "m1");
        assertThat(ids(driver)).containsExactly("e1", "e3", "e2");
        assertThat(driver.enriched.get(2).row()[TERM_NB])
                .as("e3 came after its window")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void waitsForASenderThatDiedAndComesBackWhereItWas(StoreKind stores) {
        var driver = open(stores);
        announce(driver, at(1, NOON.minus(Duration.ofDays(1))));
        for (int hour = 0; hour < 20; hour++) {
            event(driver, 0, "e" + hour, NOON.plus(Duration.ofHours(hour)), "m1");
        }
        assertThat(driver.enriched).isEmpty();

        announce(driver, at(1, NOON.minus(Duration.ofDays(1)))); // what it had committed
        assertThat(driver.enriched).isEmpty();

        event(driver, 1, "late", NOON.plus(Duration.ofHours(5)), "m1");
        assertThat(ids(driver)).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "late");
        announce(driver, at(1, NOON.plus(Duration.ofHours(20))));
        assertThat(driver.enriched).hasSize(21);
        assertThat(driver.enriched.get(7).row()[TERM_NB])
                .as("e0 to e5 and late, in six hours until an hour before e6")
                .isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void letsABacklogGoInPortionsAlsoWhenNoMessageComes(StoreKind stores) {
        var driver = open(stores);
        for (int i = 0; i < 1_500; i++) {
            event(driver, 0, "e" + i, NOON, "m1");
        }
        announce(driver, new Watermark(Watermark.Of.EVENTS, 1, Watermark.UNKNOWN, true));
        assertThat(driver.enriched).hasSize(1_000);

        driver.driver.advanceWallClockTime(Duration.ofMillis(100));

        assertThat(driver.enriched).hasSize(1_500);
        assertThat(ids(driver)).doesNotHaveDuplicates().startsWith("e0", "e1", "e2");
        assertThat(held).endsWith("terminal-id-0:500", "terminal-id-0:0");
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNothingIsHeldHereAnyMoreWhenItsTaskGoes(StoreKind stores) {
        var driver = open(stores);
        event(driver, 0, "e1", NOON, "m1");
        assertThat(held).containsExactly("terminal-id-0:1");

        close();

        assertThat(held).containsExactly("terminal-id-0:1", "terminal-id-0:0");
    }
}
