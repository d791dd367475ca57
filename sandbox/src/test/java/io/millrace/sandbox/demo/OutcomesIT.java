package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.OutcomeDefinition;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Outcomes of a month of payments on a real broker, read as a backlog in which partitions are weeks apart: rows and dead letters
 * are those of a replay. Some outcomes come late, some twice, some say nothing, some are of no payment, and some never come.
 */
class OutcomesIT {
    private static final int[] PAYMENTS = {5_000, 1_500, 200, 0};
    private static final Duration WITHIN = Duration.ofDays(7);

    private static final Schema OUTCOME = SchemaBuilder.record("Outcome")
            .namespace("outcomes")
            .fields()
            .requiredString("id")
            .optionalBoolean("fraud")
            .name("reported_at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();

    private static final FeaturePlan PLAN = FeaturePlan.compile(new FeatureDefinitions(
            Payments.EVENT,
            List.of(),
            new OutcomeDefinition("outcomes", OUTCOME, "id", "fraud", "reported_at", WITHIN, Duration.ofMinutes(1)),
            List.of(
                    new FeatureGroup.Aggregates(
                            "customer",
                            List.of(Duration.ofDays(7)),
                            Duration.ZERO,
                            Map.of("cust_nb", "count()", "cust_lost", "sum(label ? cents : 0)")),
                    new FeatureGroup.Aggregates(
                            "terminal",
                            List.of(Duration.ofDays(1), Duration.ofDays(7)),
                            Duration.ofDays(2),
                            Map.of("term_nb", "count()", "term_risk", "mean(label)")))));

    /** What a replay makes of it. */
    private record Expected(Map<String, String> features, List<String> rejected) {}

    @ParameterizedTest
    @EnumSource
    void rowsAndDeadLettersAreThoseOfAReplay(StoreKind stores, @TempDir Path state) throws Exception {
        var payments = Payments.of(PAYMENTS, 20260202, Duration.ofSeconds(1));
        var outcomes = outcomes(payments);
        var expected = replayed(payments, outcomes);
        assertThat(expected.rejected())
                .anyMatch(rejected -> rejected.endsWith(": late-outcome"))
                .anyMatch(rejected -> rejected.endsWith(": duplicate-outcome"))
                .anyMatch(rejected -> rejected.endsWith(": missing-label"))
                .anyMatch(rejected -> rejected.endsWith(": no-event"));

        try (var stand = new EnrichmentStand(PLAN, PAYMENTS.length)) {
            stand.publish("payments", Payments.SCHEMA, keyed(payments));
            stand.publish("outcomes", OUTCOME, keyed(outcomes));
            try (var running = stand.streams(stores, state, EnrichmentListener.NONE)) {
                running.start();
                stand.awaitFeatures(payments.size());
                stand.awaitRejected(expected.rejected().size());
            }

            assertThat(stand.features()).isEqualTo(expected.features());
            assertThat(stand.rejected()).containsExactlyInAnyOrderElementsOf(expected.rejected());
        }
    }

    /** In the order in which they become known, as they are published. */
    private static List<GenericRecord> outcomes(List<GenericRecord> payments) {
        var random = new Random(20260203);
        var outcomes = new ArrayList<GenericRecord>();
        for (var payment : payments) {
            long at = (Long) payment.get("at");
            long known = at + 1 + (long) (random.nextDouble() * WITHIN.toMillis());
            String id = payment.get("id").toString();
            boolean fraud = random.nextInt(5) == 0;
            switch (random.nextInt(40)) {
                case 0 -> {} // nobody ever says
                case 1 -> outcomes.add(outcome(id, fraud, at + WITHIN.toMillis()));
                case 2 -> outcomes.add(outcome(id, fraud, at + WITHIN.toMillis() + 1));
                case 3 -> {
                    outcomes.add(outcome(id, fraud, known));
                    outcomes.add(outcome(id, !fraud, known + 60_000));
                }
                case 4 -> {
                    outcomes.add(outcome(id, null, known));
                    outcomes.add(outcome(id, fraud, known + 60_000));
                }
                case 5 -> outcomes.add(outcome("no-" + id, fraud, known));
                default -> outcomes.add(outcome(id, fraud, known));
            }
        }
        outcomes.sort(Comparator.comparing(outcome -> (Long) outcome.get("reported_at")));
        return outcomes;
    }

    private static GenericRecord outcome(String id, @Nullable Boolean fraud, long known) {
        var outcome = new GenericData.Record(OUTCOME);
        outcome.put("id", id);
        outcome.put("fraud", fraud);
        outcome.put("reported_at", known);
        return outcome;
    }

    /** Each where its key belongs: outcomes by their id. */
    private static List<EnrichmentStand.Keyed> keyed(List<GenericRecord> records) {
        return records.stream()
                .map(record -> Payments.isOne(record)
                        ? Payments.keyed(record)
                        : new EnrichmentStand.Keyed(
                                Optional.empty(), record.get("id").toString(), record))
                .toList();
    }

    private static Expected replayed(List<GenericRecord> payments, List<GenericRecord> outcomes) {
        var rejected = new ArrayList<String>();
        var offline =
                new OfflineEnricher(PLAN, Clock.systemUTC(), refused -> rejected.add(EnrichmentStand.written(refused)));
        var features = new TreeMap<String, String>();
        var all = new ArrayList<>(outcomes); // before payments of the same time
        all.addAll(payments);
        all.sort(Comparator.comparing(OutcomesIT::timeOf));
        for (int i = 0; i < all.size(); i++) {
            var record = all.get(i);
            var key =
                    Payments.isOne(record) ? null : record.get("id").toString().getBytes(UTF_8);
            var origin = new Origin("file", 0, i, 0, key, null);
            if (Payments.isOne(record)) {
                var event = ((Verdict.Accepted) offline.enrich(record, origin)).event();
                features.put(event.id(), Arrays.toString(event.row()));
            } else {
                offline.outcome(record, origin);
            }
        }
        return new Expected(features, rejected);
    }

    private static long timeOf(GenericRecord record) {
        return (Long) record.get(Payments.isOne(record) ? "at" : "reported_at");
    }
}
