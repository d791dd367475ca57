package io.millrace.enrich;

import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A small pipeline over card payments: two stations, one reference. */
public final class Payments {
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    public static final Duration LATENESS = Duration.ofHours(1);
    public static final Duration SKEW = Duration.ofMinutes(5);

    public static final Schema TRANSACTION = SchemaBuilder.record("Transaction")
            .namespace("test")
            .fields()
            .optionalString("transaction_id")
            .name("tx_time")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredString("customer_id")
            .optionalString("terminal_id")
            .optionalDouble("amount")
            .requiredString("country")
            .requiredInt("items")
            .requiredBoolean("online")
            .name("tags")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .endRecord();

    public static final Schema CUSTOMER = SchemaBuilder.record("Customer")
            .namespace("test")
            .fields()
            .requiredString("customer_id")
            .requiredString("country")
            .optionalDouble("limit")
            .endRecord();

    public static final EventDefinition EVENT = new EventDefinition(
            "payments",
            TRANSACTION,
            "transaction_id",
            "tx_time",
            "customer_id",
            LATENESS,
            SKEW,
            null,
            Map.of("amount-is-sane", "amount >= 0.0 && amount < 1000000.0"));

    public static final ReferenceDefinition CUSTOMERS =
            new ReferenceDefinition("customer", "customers", "customer_id", CUSTOMER);

    public static final Schema OUTCOME = SchemaBuilder.record("Outcome")
            .namespace("test")
            .fields()
            .optionalString("transaction_id")
            .optionalBoolean("fraud")
            .name("reported_at")
            .type()
            .unionOf()
            .nullType()
            .and()
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .endUnion()
            .nullDefault()
            .endRecord();

    public static final OutcomeDefinition OUTCOMES = outcomes(Duration.ZERO);

    private Payments() {}

    public static GenericRecord outcome(@Nullable String id, @Nullable Boolean fraud, @Nullable Long reportedMillis) {
        var record = new GenericData.Record(OUTCOME);
        record.put("transaction_id", id);
        record.put("fraud", fraud);
        record.put("reported_at", reportedMillis);
        return record;
    }

    private static OutcomeDefinition outcomes(Duration settle) {
        return new OutcomeDefinition(
                "outcomes", OUTCOME, "transaction_id", "fraud", "reported_at", Duration.ofDays(20), settle);
    }

    /** Shares of fraud per terminal a day later, and per customer. */
    public static FeatureDefinitions withLabels(Duration settle) {
        return new FeatureDefinitions(
                EVENT,
                List.of(CUSTOMERS),
                outcomes(settle),
                List.of(
                        new FeatureGroup.Aggregates(
                                "terminal_id",
                                List.of(Duration.ofDays(1), Duration.ofDays(7)),
                                Duration.ofDays(1),
                                ordered("term_nb", "count()", "term_risk", "mean(label)")),
                        new FeatureGroup.Aggregates(
                                "customer_id",
                                List.of(Duration.ofDays(7)),
                                Duration.ZERO,
                                ordered("cust_lost", "sum(label ? amount : 0.0)", "cust_nb", "count()"))));
    }

    public static FeatureDefinitions twoStations() {
        return twoStations(EVENT);
    }

    public static FeatureDefinitions twoStations(EventDefinition event) {
        return new FeatureDefinitions(
                event,
                List.of(CUSTOMERS),
                List.of(
                        new FeatureGroup.Values(ordered(
                                "amount", "amount",
                                "night", "hour(tx_time) <= 6",
                                "home", "customer.country == country")),
                        new FeatureGroup.Aggregates(
                                "customer_id",
                                List.of(Duration.ofDays(1), Duration.ofDays(7)),
                                Duration.ZERO,
                                ordered("cust_nb", "count()", "cust_avg", "mean(amount)", "cust_sd", "stddev(amount)")),
                        new FeatureGroup.Aggregates(
                                "terminal_id",
                                List.of(Duration.ofHours(6)),
                                Duration.ofHours(1),
                                ordered("term_nb", "count()", "term_max", "max(amount)"))));
    }

    public static EventDefinition deduplicating(Duration within) {
        return event(within, null);
    }

    /** At most so many events of a customer. */
    public static EventDefinition limited(RateDefinition rate) {
        return event(null, rate);
    }

    public static EventDefinition event(@Nullable Duration deduplicate, @Nullable RateDefinition rate) {
        return new EventDefinition(
                EVENT.topic(),
                EVENT.schema(),
                EVENT.id(),
                EVENT.time(),
                EVENT.key(),
                EVENT.lateness(),
                EVENT.skew(),
                EVENT.idle(),
                deduplicate,
                rate,
                EVENT.expectations());
    }

    public static GenericRecord payment(
            @Nullable String id, Instant time, String customer, @Nullable String terminal, @Nullable Double amount) {
        var record = new GenericData.Record(TRANSACTION);
        record.put("transaction_id", id);
        record.put("tx_time", time.toEpochMilli());
        record.put("customer_id", customer);
        record.put("terminal_id", terminal);
        record.put("amount", amount);
        record.put("country", "BE");
        record.put("items", 3);
        record.put("online", true);
        record.put("tags", List.of());
        return record;
    }

    public static GenericRecord customer(String id, String country) {
        var record = new GenericData.Record(CUSTOMER);
        record.put("customer_id", id);
        record.put("country", country);
        return record;
    }

    public static Origin origin(long offset, @Nullable String key) {
        return new Origin("payments", 0, offset, NOON.toEpochMilli(), key == null ? null : bytes(key), new byte[] {1});
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Map<String, String> ordered(String... keysAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
