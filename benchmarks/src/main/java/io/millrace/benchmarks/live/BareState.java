package io.millrace.benchmarks.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.topology.StoreKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The least that exactly-once state for a customer and for a terminal can cost in Kafka Streams: of each, an event reads one value
 * and writes one, as large as the heads of {@code live}'s histories, and nothing is computed. Both stores are in the task of the
 * terminal; a task has as many keys of each as one with features has. One per task.
 */
final class BareState implements Processor<byte[], Event, byte[], Event> {
    private static final String CUSTOMER_PREFIX = "c-";

    /** As many bytes as {@code benchmarks/run state} finds of changelog per event, less the key. */
    private static final Kept CUSTOMERS = new Kept("bare-customers", "customer_id", 220, true);

    private static final Kept TERMINALS = new Kept("bare-terminals", "terminal_id", 90, false);

    private static final List<Kept> KEPT = List.of(CUSTOMERS, TERMINALS);

    private final int partitions;
    private @Nullable ProcessorContext<byte[], Event> context;

    private record Kept(String store, String field, int bytes, boolean inEveryTask) {}

    private BareState(int partitions) {
        this.partitions = partitions;
    }

    static ProcessorSupplier<byte[], Event, byte[], Event> supplier(StoreKind kind, int partitions) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], Event, byte[], Event> get() {
                return new BareState(partitions);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store(kind, CUSTOMERS), store(kind, TERMINALS));
            }
        };
    }

    private static StoreBuilder<?> store(StoreKind kind, Kept kept) {
        return Stores.keyValueStoreBuilder(kind.keyValueStore(kept.store), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    @Override
    public void init(ProcessorContext<byte[], Event> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Event> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        for (Kept kept : KEPT) {
            KeyValueStore<Bytes, byte[]> store = context.getStateStore(kept.store);
            var key = Bytes.wrap(key(record.value(), kept).getBytes(UTF_8));
            byte[] before = store.get(key);
            byte[] now = new byte[kept.bytes];
            now[0] = before == null ? 0 : (byte) (before[0] + 1);
            store.put(key, now);
        }
        context.forward(record);
    }

    /** Customers, {@code c-000042}, come to the partitions of all terminals: one key stands for as many of them. */
    private String key(Event event, Kept kept) {
        String id = event.record().get(kept.field).toString();
        return kept.inEveryTask
                ? Integer.toString(Integer.parseInt(id.substring(CUSTOMER_PREFIX.length())) / partitions)
                : id;
    }
}
