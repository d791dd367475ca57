package io.millrace.benchmarks.layout;

import io.millrace.benchmarks.workload.Payment;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.Measure;
import io.millrace.enrich.window.NodeStore;
import io.millrace.enrich.window.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Ours: one {@link KeyedHistory} over one key-value store, as a station of a running pipeline has it. */
final class HistoryRival implements Rival {
    private static final Measure COUNT = new Measure(Aggregate.COUNT, Measure.NONE);
    private static final Measure MEAN = new Measure(Aggregate.MEAN, 0);

    private final TaskContext context;
    private final Window[] windows;
    private final KeyedHistory history;
    private final double[] amount = new double[1];

    /** @param lateness what is kept beyond the widest span */
    HistoryRival(KeyValueBytesStoreSupplier store, Spans spans, Duration lateness) throws IOException {
        this.context = new TaskContext();
        this.windows = Arrays.stream(spans.millis())
                .mapToObj(length -> new Window(length, 0))
                .toArray(Window[]::new);
        var columns = List.of(new Column("amount", Aggregate.MEAN.needs()));
        var layout = new Layout(columns, spans.widest().plus(lateness).toMillis());
        this.history = new KeyedHistory(
                layout,
                new Nodes(context.open(Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray()))));
    }

    /** Nodes in a Kafka Streams store. */
    private record Nodes(KeyValueStore<Bytes, byte[]> store) implements NodeStore {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(Bytes.wrap(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(Bytes.wrap(key), value);
        }

        @Override
        public void delete(byte[] key) {
            store.delete(Bytes.wrap(key));
        }
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
        for (int i = 0; i < windows.length; i++) {
            var view = history.view(windows[i], time);
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
