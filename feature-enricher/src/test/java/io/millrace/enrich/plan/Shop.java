package io.millrace.enrich.plan;

import static io.millrace.enrich.Payments.ordered;

import io.millrace.enrich.Payments;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.Span;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.expression.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A pipeline with every kind of window and every aggregate over customers, and events of it. */
final class Shop {
    private static final OutcomeDefinition OUTCOMES = new OutcomeDefinition(
            "outcomes",
            SchemaBuilder.record("Outcome")
                    .fields()
                    .requiredString("transaction_id")
                    .requiredBoolean("fraud")
                    .endRecord(),
            "transaction_id",
            "fraud",
            null,
            Duration.ofDays(1),
            Duration.ZERO);

    private static final Map<String, String> EVERYTHING = ordered(
            "n", "count()",
            "sum", "sum(items)",
            "avg", "mean(items)",
            "sd", "stddev(amount)",
            "min", "min(amount)",
            "max", "max(amount)",
            "first", "first(amount)",
            "last", "last(amount)",
            "before", "lag(amount, 2)",
            "delta", "delta(items)",
            "rate", "rate(items)",
            "share", "ratio(amount, items)",
            "ewma", "ewma(amount, 10m)",
            "places", "distinct(terminal_id)",
            "since", "time_since_last()",
            "online", "last(online)");

    private final FeaturePlan plan;

    /**
     * The pipeline.
     *
     * @param includingCurrent whether windows that end at an event include it
     */
    Shop(Duration lateness, boolean includingCurrent) {
        var events = new EventDefinition(
                "payments",
                Payments.TRANSACTION,
                "transaction_id",
                "tx_time",
                "customer_id",
                lateness,
                Payments.SKEW,
                null,
                Map.of());
        this.plan = FeaturePlan.compile(new FeatureDefinitions(
                events,
                List.of(),
                OUTCOMES,
                List.of(
                        new FeatureGroup.Values(ordered("amount", "amount")),
                        group(
                                List.of(minutes(10), minutes(60), new Span.Latest(5), new Span.Ever()),
                                Duration.ZERO,
                                null,
                                includingCurrent,
                                null,
                                EVERYTHING),
                        group(
                                List.of(minutes(10)),
                                Duration.ZERO,
                                null,
                                includingCurrent,
                                null,
                                ordered("median", "quantile(amount, 0.5)")),
                        group(
                                List.of(minutes(30), new Span.Latest(3), new Span.Ever()),
                                Duration.ofMinutes(5),
                                "amount > 50.0",
                                includingCurrent,
                                null,
                                ordered("large", "count()", "large_avg", "mean(items)")),
                        group(
                                List.of(minutes(10), minutes(60)),
                                Duration.ZERO,
                                null,
                                includingCurrent,
                                Duration.ofMinutes(1),
                                ordered("tiled", "count()", "tiled_sum", "sum(items)")),
                        group(
                                List.of(minutes(30)),
                                Duration.ofMinutes(10),
                                null,
                                includingCurrent,
                                null,
                                ordered("risk", "mean(label)", "known", "sum(label || !label ? 1 : 0)")))));
    }

    private static Span minutes(int minutes) {
        return new Span.Lasting(Duration.ofMinutes(minutes));
    }

    private static FeatureGroup.Aggregates group(
            List<Span> over,
            Duration delay,
            @Nullable String where,
            boolean includingCurrent,
            @Nullable Duration tiles,
            Map<String, String> compute) {
        return new FeatureGroup.Aggregates("customer_id", over, delay, where, includingCurrent, null, tiles, compute);
    }

    FeaturePlan plan() {
        return plan;
    }

    Station customers() {
        return plan.stations().get(0);
    }

    Event event(String customer, long timeMillis, int items) {
        GenericRecord payment = Payments.payment(
                "t" + timeMillis + "-" + items,
                Instant.ofEpochMilli(timeMillis),
                customer,
                "m" + items % 7,
                items % 11 == 0 ? null : items / 4.0);
        payment.put("items", items);
        payment.put("online", items % 2 == 0);
        return new Event(
                payment,
                Payments.origin(0, customer),
                payment.get(0).toString(),
                timeMillis,
                Event.emptyRow(plan.features().size()),
                0);
    }

    /** An event of which it is known what became of it. */
    record Labelled(Event event, Object outcome) implements Facts {
        @Override
        public GenericRecord record() {
            return event.record();
        }

        @Override
        public @Nullable GenericRecord reference(int index) {
            return null;
        }

        @Override
        public Object label() {
            return outcome;
        }
    }
}
