package io.millrace.app.topology;

import io.millrace.app.explain.Explanation;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Records of the shipped transactions pipeline. */
public final class Payments {
    public static final Pipeline PIPELINE = ShippedPipelines.read("transactions");

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** A quarter of an hour later than the last event of any test. */
    public static final Clock CLOCK = Clock.fixed(NOON.plusSeconds(900), ZoneOffset.UTC);

    private Payments() {}

    public static GenericRecord payment(String id, Instant time, String customer, String terminal, double amount) {
        var payment = new GenericData.Record(PIPELINE.definitions().event().schema());
        payment.put("transaction_id", id);
        payment.put("tx_time", time.toEpochMilli());
        payment.put("customer_id", customer);
        payment.put("terminal_id", terminal);
        payment.put("amount", amount);
        payment.put("country", "BE");
        return payment;
    }

    /** Somebody from Belgium. */
    public static GenericRecord customer(String id, double meanAmount) {
        var customer = new GenericData.Record(
                PIPELINE.definitions().references().get(0).schema());
        customer.put("customer_id", id);
        customer.put("country", "BE");
        customer.put("x", 0.0);
        customer.put("y", 0.0);
        customer.put("mean_amount", meanAmount);
        customer.put("stddev_amount", 1.0);
        customer.put("mean_transactions_per_day", 1.0);
        customer.put("since", 0L);
        return customer;
    }

    /** A model that scores all events of a task. */
    static Routing.Passage always(OnnxModel model, @Nullable Explanation explanation) {
        return Routing.always(Served.as(Variant.CHAMPION, model, 0.5, explanation))
                .open(0, -1);
    }
}
