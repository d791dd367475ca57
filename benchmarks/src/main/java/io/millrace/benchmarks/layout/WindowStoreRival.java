package io.millrace.benchmarks.layout;

import io.millrace.benchmarks.workload.Payment;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The field's: every payment is an entry of its own in a window store that retains duplicates, and features are computed from a
 * range fetch. One fetch, of the widest span, serves all spans: more than one would make it slower still.
 */
final class WindowStoreRival implements Rival {
    private final TaskContext context;
    private final long[] spans;
    private final WindowStore<String, Double> payments;

    WindowStoreRival(WindowBytesStoreSupplier store, Spans spans) throws IOException {
        this.context = new TaskContext();
        this.spans = spans.millis();
        this.payments = context.open(Stores.windowStoreBuilder(store, Serdes.String(), Serdes.Double()));
    }

    @Override
    public void add(Payment payment) {
        payments.put(Integer.toString(payment.customer()), payment.amount(), payment.timeMillis());
    }

    @Override
    public void enrich(Payment payment, double[] row) {
        add(payment);
        long time = payment.timeMillis();
        String customer = Integer.toString(payment.customer());
        Arrays.fill(row, 0);
        try (var entries = payments.fetch(customer, time - spans[spans.length - 1] + 1, time)) {
            while (entries.hasNext()) {
                var entry = entries.next();
                for (int i = 0; i < spans.length; i++) {
                    if (entry.key > time - spans[i]) {
                        row[2 * i]++;
                        row[2 * i + 1] += entry.value;
                    }
                }
            }
        }
        for (int i = 0; i < spans.length; i++) {
            row[2 * i + 1] /= row[2 * i];
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
