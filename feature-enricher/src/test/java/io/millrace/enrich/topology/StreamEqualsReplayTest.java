package io.millrace.enrich.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.replay.OfflineEnricher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamEqualsReplayTest {
    private static final Clock CLOCK = Clock.fixed(Payments.NOON.plus(Duration.ofDays(60)), ZoneOffset.UTC);

    /** Payments at uneven times, some out of order, some late, some twice, some without a terminal or over the limit. */
    private static List<GenericRecord> payments() {
        var random = new Random(20260302);
        var payments = new ArrayList<GenericRecord>();
        Instant newest = Payments.NOON;
        for (int i = 0; i < 2_000; i++) {
            newest = newest.plusMillis((long) (random.nextDouble() * 1_200_000));
            Instant time =
                    random.nextInt(5) == 0 ? newest.minusMillis((long) (random.nextDouble() * 4_500_000)) : newest;
            int id = random.nextInt(20) == 0 ? i - 1 : i;
            payments.add(Payments.payment(
                    "t" + id,
                    time,
                    "c" + random.nextInt(7),
                    random.nextInt(10) == 0 ? null : "m" + random.nextInt(4),
                    random.nextInt(50) == 0 ? -1.0 : Math.round(random.nextDouble() * 10_000) / 100.0));
        }
        return payments;
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameRowsBitForBit(StoreKind stores) {
        var rate = new RateDefinition(null, 3, Duration.ofHours(2), true);
        var definitions = Payments.twoStations(Payments.event(Duration.ofHours(1), rate));
        var offline = new OfflineEnricher(FeaturePlan.compile(definitions), CLOCK);
        var accepted = new ArrayList<Verdict.Accepted>();
        var rejected = new ArrayList<Verdict.Rejected>();
        try (var stream = new EnrichmentDriver(definitions, CLOCK, stores)) {
            for (int i = 0; i < 5; i++) {
                var customer = Payments.customer("c" + i, i % 2 == 0 ? "BE" : "NL");
                stream.customer(customer);
                offline.putReference("customer", customer);
            }
            long offset = 0;
            for (GenericRecord payment : payments()) {
                stream.pay(payment);
                Verdict verdict = offline.enrich(payment, new Origin("payments", 0, offset++, 0, null, null));
                if (verdict instanceof Verdict.Accepted event) {
                    accepted.add(event);
                } else {
                    rejected.add((Verdict.Rejected) verdict);
                }
            }

            assertThat(accepted).hasSizeGreaterThan(1_200);
            assertThat(stream.enriched).hasSameSizeAs(accepted);
            for (int i = 0; i < accepted.size(); i++) {
                var there = accepted.get(i).event();
                var here = stream.enriched.get(i);
                assertThat(here.origin().offset()).isEqualTo(there.origin().offset());
                assertThat(bits(here.row())).as("row %d", i).isEqualTo(bits(there.row()));
            }
            assertThat(rejected).hasSizeGreaterThan(50);
            assertThat(stream.rejected.stream().map(Verdict.Rejected::reason))
                    .containsExactlyElementsOf(
                            rejected.stream().map(Verdict.Rejected::reason).toList())
                    .filteredOn(RejectionReason.RATE_EXCEEDED::equals)
                    .hasSizeGreaterThan(50);
        }
    }

    private static long[] bits(double[] row) {
        long[] bits = new long[row.length];
        for (int i = 0; i < row.length; i++) {
            bits[i] = Double.doubleToRawLongBits(row[i]);
        }
        return bits;
    }
}
