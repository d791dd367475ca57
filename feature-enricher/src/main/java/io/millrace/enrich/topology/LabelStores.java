package io.millrace.enrich.topology;

import io.millrace.enrich.label.WaitingOutcomes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The stores of the label stage. */
final class LabelStores {
    /** Accepted events as {@link io.millrace.enrich.label.KeptEvents} keeps them. */
    static final String EVENTS = "events-by-id";

    /** Outcomes by id whose event has not come. */
    static final String WAITING = "outcomes-waiting";

    /** Until when they wait. */
    static final String DEADLINES = "outcome-deadlines";

    /** How far the senders of events have come. */
    static final String PROGRESS = "progress-of-labels";

    private LabelStores() {}

    static List<StoreBuilder<?>> builders(StoreKind kind) {
        return List.of(
                keyValue(kind, EVENTS),
                keyValue(kind, WAITING),
                keyValue(kind, DEADLINES),
                keyValue(StoreKind.IN_MEMORY, PROGRESS).withCachingEnabled());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyValue(StoreKind kind, String name) {
        return Stores.keyValueStoreBuilder(kind.keyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    /** Since when an outcome is known, milliseconds in eight bytes, and what {@link WaitingOutcome} writes. */
    record Outcomes(KeyValueStore<Bytes, byte[]> store) implements WaitingOutcomes<WaitingOutcome> {
        @Override
        public @Nullable Waiting<WaitingOutcome> get(String id) {
            byte[] kept = store.get(key(id));
            return kept == null
                    ? null
                    : new Waiting<>(
                            ByteBuffer.wrap(kept).getLong(),
                            WaitingOutcome.read(Arrays.copyOfRange(kept, Long.BYTES, kept.length)));
        }

        @Override
        public void put(String id, Waiting<WaitingOutcome> outcome) {
            byte[] written = outcome.outcome().write();
            byte[] kept = ByteBuffer.allocate(Long.BYTES + written.length)
                    .putLong(outcome.knownMillis())
                    .put(written)
                    .array();
            store.put(key(id), kept);
        }

        @Override
        public void delete(String id) {
            store.delete(key(id));
        }

        private static Bytes key(String id) {
            return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
        }
    }
}
