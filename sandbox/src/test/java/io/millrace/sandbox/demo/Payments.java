package io.millrace.sandbox.demo;

import io.millrace.enrich.definition.EventDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A month of payments, of which some partitions have many and others few: read one by one, they are weeks apart. */
final class Payments {
    static final Schema SCHEMA = SchemaBuilder.record("Payment")
            .namespace("payments")
            .fields()
            .requiredString("id")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredString("customer")
            .requiredString("terminal")
            .requiredInt("cents")
            .endRecord();

    static final EventDefinition EVENT = new EventDefinition(
            "payments", SCHEMA, "id", "at", "customer", Duration.ofHours(1), Duration.ofMinutes(5), null, Map.of());

    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private Payments() {}

    /**
     * In order of time within each partition.
     *
     * @param perPartition how many
     * @param step between times: the longer, the more are equal
     */
    static List<GenericRecord> of(int[] perPartition, long seed, Duration step) {
        var random = new Random(seed);
        var payments = new ArrayList<GenericRecord>();
        for (int partition = 0; partition < perPartition.length; partition++) {
            int customers = partition;
            random.ints(perPartition[partition], 0, (int) MONTH.dividedBy(step))
                    .sorted()
                    .forEach(steps -> {
                        var payment = new GenericData.Record(SCHEMA);
                        payment.put("id", "p" + payments.size());
                        payment.put("at", START.plus(step.multipliedBy(steps)).toEpochMilli());
                        payment.put("customer", customers + "-" + random.nextInt(5));
                        payment.put("terminal", "t" + random.nextInt(20));
                        payment.put("cents", random.nextInt(10_000));
                        payments.add(payment);
                    });
        }
        return payments;
    }

    static boolean isOne(GenericRecord record) {
        return record.getSchema().equals(SCHEMA);
    }

    /** Where it belongs: a customer's first letter says the partition. */
    static EnrichmentStand.Keyed keyed(GenericRecord payment) {
        var customer = payment.get("customer").toString();
        return new EnrichmentStand.Keyed(Optional.of(customer.charAt(0) - '0'), customer, payment);
    }
}
