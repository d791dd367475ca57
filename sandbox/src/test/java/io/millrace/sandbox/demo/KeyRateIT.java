package io.millrace.sandbox.demo;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.replay.OfflineEnricher;
import io.millrace.enrich.topology.EnrichmentListener;
import io.millrace.enrich.topology.StoreKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.CloseOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A month of payments of ten customers, each with at most five in six hours, through a broker, and one instance after another. */
class KeyRateIT {
    private static final int[] EVENTS = {3_000, 1_500};
    private static final RateDefinition RATE = new RateDefinition("customer", 5, Duration.ofHours(6), true);

    private static final FeaturePlan PLAN = FeaturePlan.compile(new FeatureDefinitions(
            new EventDefinition(
                    Payments.EVENT.topic(),
                    Payments.EVENT.schema(),
                    Payments.EVENT.id(),
                    Payments.EVENT.time(),
                    Payments.EVENT.key(),
                    Payments.EVENT.lateness(),
                    Payments.EVENT.skew(),
                    Payments.EVENT.idle(),
                    Payments.EVENT.deduplicate(),
                    RATE,
                    Payments.EVENT.expectations()),
            List.of(),
            List.of(new FeatureGroup.Aggregates(
                    "customer",
                    List.of(Duration.ofHours(6), Duration.ofDays(7)),
                    Duration.ZERO,
                    Map.of("cust_nb", "count()", "cust_sum", "sum(cents)")))));

    /** What a replay says of payments: rows by event, and dead letters. */
    private static final class Replayed {
        private final OfflineEnricher offline = new OfflineEnricher(PLAN, Clock.systemUTC());
        private final Map<String, String> rows = new TreeMap<>();
        private final List<String> rejected = new ArrayList<>();

        private void add(List<GenericRecord> payments) {
            payments.stream()
                    .sorted(comparing(payment -> (Long) payment.get("at")))
                    .forEach(this::add);
        }

        private void add(GenericRecord payment) {
            int partition = Payments.keyed(payment).partition().orElseThrow();
            var verdict = offline.enrich(payment, new Origin("payments", partition, rows.size(), 0, null, null));
            if (verdict instanceof Verdict.Accepted accepted) {
                rows.put(accepted.event().id(), Arrays.toString(accepted.event().row()));
            } else if (verdict instanceof Verdict.Rejected refused) {
                rejected.add(EnrichmentStand.written(refused));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInstanceThatHasLostItsDiskKnowsWhatWasCounted(StoreKind stores, @TempDir Path state) throws Exception {
        var payments = Payments.of(EVENTS, 20260201, Duration.ofMinutes(1));
        long middle = (Long) payments.get(0).get("at") + Duration.ofDays(15).toMillis();
        var before =
                payments.stream().filter(each -> (Long) each.get("at") < middle).toList();
        var after = payments.stream()
                .filter(each -> (Long) each.get("at") >= middle)
                .toList();
        var replayed = new Replayed();
        try (var stand = new EnrichmentStand(PLAN, EVENTS.length)) {
            stand.publish("payments", Payments.SCHEMA, keyed(before));
            replayed.add(before);
            try (var first = stand.streams(stores, state.resolve("first"), EnrichmentListener.NONE)) {
                first.start();
                await(stand, replayed);
                first.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            }

            stand.publishMore("payments", Payments.SCHEMA, keyed(after));
            replayed.add(after);
            try (var second = stand.streams(stores, state.resolve("second"), EnrichmentListener.NONE)) {
                second.start();
                await(stand, replayed);
            }

            assertThat(replayed.rejected).hasSizeGreaterThan(200).allMatch(told -> told.endsWith(": rate-exceeded"));
            assertThat(stand.features()).isEqualTo(replayed.rows);
            assertThat(stand.rejected()).containsExactlyInAnyOrderElementsOf(replayed.rejected);
            assertThat(stand.setting("enrichment-key-rates-changelog", "message.timestamp.type"))
                    .isEqualTo("LogAppendTime");
        }
    }

    private static void await(EnrichmentStand stand, Replayed replayed) {
        stand.awaitFeatures(replayed.rows.size());
        stand.awaitRejected(replayed.rejected.size());
    }

    private static List<EnrichmentStand.Keyed> keyed(List<GenericRecord> payments) {
        return payments.stream().map(Payments::keyed).toList();
    }
}
