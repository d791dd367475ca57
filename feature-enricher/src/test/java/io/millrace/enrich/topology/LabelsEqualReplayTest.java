package io.millrace.enrich.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.replay.OfflineEnricher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outcomes through the topology and through a replay. */
class LabelsEqualReplayTest {
    private static final Clock CLOCK = Clock.fixed(Payments.NOON.plus(Duration.ofDays(90)), ZoneOffset.UTC);
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** A payment or an outcome, and when it is published. */
    private record Published(long timeMillis, boolean payment, GenericRecord record) {}

    /** Outcomes half a day to twenty-five days after their payment; some never come, some twice, some of no payment. */
    private static List<Published> published() {
        var random = new Random(17);
        var all = new ArrayList<Published>();
        Instant time = Payments.NOON;
        for (int i = 0; i < 700; i++) {
            time = time.plusMillis((long) (random.nextDouble() * DAY / 20));
            var payment = Payments.payment(
                    "t" + i,
                    time,
                    "c" + random.nextInt(9),
                    random.nextInt(15) == 0 ? null : "m" + random.nextInt(5),
                    Math.round(random.nextDouble() * 10_000) / 100.0);
            all.add(new Published(time.toEpochMilli(), true, payment));
            if (random.nextInt(10) > 0) {
                boolean soon = random.nextInt(3) > 0;
                long known = time.toEpochMilli() + (long) ((0.5 + random.nextDouble() * (soon ? 1 : 25)) * DAY);
                String id = random.nextInt(40) == 0 ? "unknown-" + i : "t" + i;
                boolean fraud = random.nextInt(4) == 0;
                all.add(new Published(known, false, Payments.outcome(id, fraud, known)));
                if (random.nextInt(20) == 0) {
                    all.add(new Published(known + 1, false, Payments.outcome(id, !fraud, known + 1)));
                }
            }
        }
        all.sort(Comparator.comparingLong(Published::timeMillis).thenComparing(Published::payment));
        return all;
    }

    @ParameterizedTest
    @CsvSource({"IN_MEMORY, 0", "ROCKSDB, 0", "IN_MEMORY, 5"})
    void givesTheSameFeaturesAndTheSameDeadLetters(StoreKind stores, int hoursToSettle) {
        var settle = Duration.ofHours(hoursToSettle);
        var definitions = Payments.withLabels(settle);
        var offlineRejected = new TreeMap<String, Long>();
        var offline = new OfflineEnricher(
                FeaturePlan.compile(definitions),
                CLOCK,
                rejected -> offlineRejected.merge(rejected.reason().code(), 1L, Long::sum));
        var expected = new HashMap<String, double[]>();
        Map<String, double[]> found;
        var rejected = new TreeMap<String, Long>();
        try (var stream = new EnrichmentDriver(definitions, CLOCK, stores)) {
            long offset = 0;
            for (Published next : published()) {
                if (next.payment()) {
                    stream.pay(next.record());
                } else {
                    stream.report(next.record());
                }
                if (offset++ % 7 == 0) {
                    stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
                }
            }
            for (int i = 0; i < 10; i++) {
                stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
            }
            for (Published next : published()) {
                var origin = new Origin("file", 0, offset++, next.timeMillis(), null, null);
                if (next.payment()) {
                    Event event = ((Verdict.Accepted) offline.enrich(next.record(), origin)).event();
                    expected.put(event.id(), event.row());
                } else {
                    offline.outcome(next.record(), origin);
                }
            }
            found = new HashMap<>();
            stream.enriched.forEach(event -> assertThat(found.put(event.id(), event.row()))
                    .as("one row of %s", event.id())
                    .isNull());
            stream.rejected.forEach(dead -> rejected.merge(dead.reason().code(), 1L, Long::sum));
        }

        assertThat(found).hasSameSizeAs(expected);
        expected.forEach((id, row) -> assertThat(found.get(id)).as(id).isEqualTo(row));
        assertThat(expected.values().stream()
                        .filter(row -> Arrays.stream(row).noneMatch(Double::isNaN))
                        .count())
                .as("rows that have everything")
                .isGreaterThan(400);
        assertThat(rejected).isEqualTo(offlineRejected).containsKeys("no-event", "duplicate-outcome", "late-outcome");
    }
}
