package io.millrace.benchmarks.state;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.workload.Payment;
import io.millrace.benchmarks.workload.Payments;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.Station;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * The state of the handbook's pipeline, which keeps every event. Retained are the events that a window may still ask for; a key
 * that has no event any more keeps more than these, and is counted in. The changelog is counted from when the widest window is
 * full.
 */
public final class ExactState {
    private static final Goal BYTES_PER_EVENT = Goal.atMost(24);
    private static final Goal CHANGELOG_BYTES = Goal.atMost(256);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Pipeline pipeline;
    private final List<Payment> payments;

    /** @param pipeline whose events have the columns of the handbook's files */
    public ExactState(Pipeline pipeline, Scale scale) {
        this.pipeline = pipeline;
        this.payments = Payments.of(scale);
    }

    public List<Figure> count() {
        var figures = new ArrayList<Figure>();
        for (var station : pipeline.plan().stations()) {
            for (var history : station.histories()) {
                figures.addAll(count(station, history.store(), history.layout().retentionMillis()));
            }
        }
        return figures;
    }

    private List<Figure> count(Station station, String name, long retentionMillis) {
        long end = payments.get(payments.size() - 1).timeMillis();
        long full = payments.get(0).timeMillis() + retentionMillis;
        if (full >= end) {
            throw new IllegalArgumentException("the events end before the windows of " + name + " are full");
        }
        var store = new CountedStore();
        var log = new ChangelogBytes(store);
        var work = station.over(history -> history.store().equals(name) ? store : new CountedStore());
        var keys = new HashSet<@Nullable String>();
        long retained = 0;
        for (var payment : payments) {
            var event = event(payment);
            keys.add(station.key().text(event.record()));
            retained += payment.timeMillis() > end - retentionMillis ? 1 : 0;
            log.begin();
            work.enrich(event, payment.timeMillis());
            if (payment.timeMillis() >= full) {
                log.end();
            }
        }
        return List.of(
                figure(name + ", state per retained event", (double) store.keptBytes() / retained, BYTES_PER_EVENT),
                figure(name + ", state per key", (double) store.keptBytes() / keys.size(), null),
                figure(name + ", changelog per event", log.mean(), CHANGELOG_BYTES),
                figure(name + ", changelog per event, 99 of 100", log.ofNearlyAll(), null),
                figure(name + ", changelog per event, largest", log.largest(), null),
                new Figure(name + ", changelog per event", "records", Distribution.of(log.recordsPerEvent())));
    }

    static Figure figure(String name, double bytes, @Nullable Goal goal) {
        return new Figure(name, "bytes", Distribution.of(bytes), goal);
    }

    private Event event(Payment payment) {
        var record = new GenericData.Record(pipeline.definitions().event().schema());
        long seconds = (payment.timeMillis() - Scale.START.toEpochMilli()) / MILLIS_PER_SECOND;
        record.put("transaction_id", (long) payment.number());
        record.put("tx_time_seconds", seconds);
        record.put("customer_id", payment.customer());
        record.put("terminal_id", payment.terminal());
        record.put("tx_amount", payment.amount());
        record.put("tx_fraud", payment.fraudulent() ? 1 : 0);
        record.put("tx_fraud_scenario", payment.scenario());
        long time = Scale.START.toEpochMilli() + seconds * MILLIS_PER_SECOND;
        var origin = new Origin("transactions", 0, payment.number(), time, null, null);
        double[] row = Event.emptyRow(pipeline.plan().features().size());
        return new Event(record, origin, Integer.toString(payment.number()), time, row, 0);
    }
}
