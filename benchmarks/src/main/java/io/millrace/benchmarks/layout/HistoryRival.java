package io.millrace.benchmarks.layout;

import io.millrace.benchmarks.workload.Payment;
import io.millrace.enrich.topology.KafkaNodeStore;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.Measure;
import io.millrace.enrich.window.Window;
import io.millrace.enrich.window.WindowViews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** Ours: one {@link KeyedHistory} over one key-value store, as a station of a running pipeline has it. */
final class HistoryRival implements Rival {
    private static final Measure COUNT = new Measure(Aggregate.COUNT, Measure.NONE);
    private static final Measure MEAN = new Measure(Aggregate.MEAN, 0);

    private final TaskContext context;
    private final KeyedHistory history;
    private final WindowViews windows;
    private final double[] amount = new double[1];

    /** @param lateness what is kept beyond the widest span */
    HistoryRival(KeyValueBytesStoreSupplier store, Spans spans, Duration lateness) throws IOException {
        this.context = new TaskContext();
        var columns = List.of(new Column("amount", Aggregate.MEAN.needs()));
        var layout = new Layout(columns, spans.widest().plus(lateness).toMillis());
        this.history = new KeyedHistory(
                layout,
                KafkaNodeStore.over(
                        context.open(Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray()))));
        this.windows = history.views(Arrays.stream(spans.millis())
                .mapToObj(length -> new Window(length, 0))
                .toList());
    }

    @Override
    public void add(Payment payment) {
        append(payment);
        history.save();
    }

    @Override
    public void enrich(Payment payment, double[] row) {
        append(payment);
        long time = payment.timeMillis();
        var seen = windows.at(time);
        for (int i = 0; i < seen.size(); i++) {
            var view = seen.get(i);
            row[2 * i] = COUNT.of(view);
            row[2 * i + 1] = MEAN.of(view);
        }
        history.save();
    }

    private void append(Payment payment) {
        history.open(Integer.toString(payment.customer()).getBytes(StandardCharsets.UTF_8));
        amount[0] = payment.amount();
        history.append(payment.timeMillis(), amount, payment.timeMillis());
    }

    @Override
    public void close() {
        context.close();
    }
}
