package io.millrace.sandbox.demo;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.replay.OfflineEnricher;
import io.millrace.enrich.topology.StoreKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backlog of the same month in every partition, but in one of many events and in another of few: read event by event, the
 * partitions are weeks apart. Windows over another key than the topic's end at a delay before an event.
 */
class BacklogIT {
    private static final int[] EVENTS = {9_000, 2_500, 300, 0};
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final FeatureDefinitions DEFINITIONS = new FeatureDefinitions(
            Payments.EVENT,
            List.of(),
            List.of(
                    new FeatureGroup.Aggregates(
                            "customer",
                            List.of(Duration.ofDays(1)),
                            Duration.ZERO,
                            Map.of("cust_nb", "count()", "cust_sum", "sum(cents)")),
                    new FeatureGroup.Aggregates(
                            "terminal",
                            List.of(Duration.ofDays(1), Duration.ofDays(7)),
                            Duration.ofHours(6),
                            Map.of("term_nb", "count()", "term_sum", "sum(cents)", "term_max", "max(cents)"))));

    private static final FeaturePlan PLAN = FeaturePlan.compile(DEFINITIONS);

    private final Map<String, Long> heldNow = new ConcurrentHashMap<>();
    private final AtomicLong mostHeld = new AtomicLong();
    private EnrichmentStand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new EnrichmentStand(PLAN, EVENTS.length);
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @ParameterizedTest
    @EnumSource
    void delayedWindowsOverAnotherKeyAreThoseOfAReplay(StoreKind stores, @TempDir Path state) throws Exception {
        var payments = payments();
        publish(payments);

        try (var running = streams(stores, state.resolve("only"))) {
            running.start();
            stand.awaitFeatures(payments.size());
            Await.until("nothing held", PATIENCE, () -> heldInAll() == 0);
        }

        assertThat(stand.features()).isEqualTo(replayed(payments));
        assertThat(mostHeld.get()).as("the partitions were far apart").isGreaterThan(500);
    }

    /** A second instance joins while events are held, and takes over all of them when the first one leaves. */
    @Test
    void heldEventsFollowTheirTaskToAnotherInstance(@TempDir Path state) throws Exception {
        var payments = payments();
        publish(payments);

        try (var first = streams(StoreKind.ROCKSDB, state.resolve("first"));
                var second = streams(StoreKind.ROCKSDB, state.resolve("second"))) {
            first.start();
            Await.until("events held", PATIENCE, () -> heldInAll() > 200);
            second.start();
            Await.until("two at work", PATIENCE, () -> second.state() == KafkaStreams.State.RUNNING);
            first.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            stand.awaitFeatures(payments.size());
        }

        assertThat(stand.features()).isEqualTo(replayed(payments));
    }

    /** At whole minutes, so that many are at the same time. */
    private static List<GenericRecord> payments() {
        return Payments.of(EVENTS, 20260201, Duration.ofMinutes(1));
    }

    private void publish(List<GenericRecord> payments) throws Exception {
        stand.publish(
                "payments",
                Payments.SCHEMA,
                payments.stream().map(Payments::keyed).toList());
    }

    private KafkaStreams streams(StoreKind stores, Path state) {
        return stand.streams(stores, state, (station, partition, events) -> {
            heldNow.put(state + station + partition, events);
            mostHeld.accumulateAndGet(heldInAll(), Math::max);
        });
    }

    private long heldInAll() {
        return heldNow.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, String> replayed(List<GenericRecord> payments) {
        var offline = new OfflineEnricher(PLAN, Clock.systemUTC());
        var byId = new TreeMap<String, String>();
        payments.stream().sorted(comparing(payment -> (Long) payment.get("at"))).forEach(payment -> {
            var origin = new Origin("payments", 0, byId.size(), 0, null, null);
            var event = ((Verdict.Accepted) offline.enrich(payment, origin)).event();
            byId.put(event.id(), Arrays.toString(event.row()));
        });
        return byId;
    }
}
