package io.millrace.enrich.topology;

import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.label.EventsById;
import io.millrace.enrich.label.WaitingOutcomes;
import io.millrace.enrich.plan.FeaturePlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** The stores of the label stage. */
final class LabelStores {
    /** Payloads of accepted events by id and event time; once the outcome is known, only that it is. */
    static final String EVENTS = "events-by-id";

    /** Outcomes by id whose event has not come. */
    static final String WAITING = "outcomes-waiting";

    /** Until when they wait. */
    static final String DEADLINES = "outcome-deadlines";

    /** How far the senders of events have come. */
    static final String PROGRESS = "progress-of-labels";

    /** Events expire by segments of at least this much: opening one costs more than many events. */
    private static final Duration LEAST_MEMORY = Duration.ofDays(2);

    private LabelStores() {}

    static List<StoreBuilder<?>> builders(OutcomeDefinition outcomes, FeaturePlan plan, StoreKind kind) {
        Duration needed = outcomes.within().plusMillis(2 * plan.admission().latenessMillis());
        Duration kept = needed.compareTo(LEAST_MEMORY) < 0 ? LEAST_MEMORY : needed;
        StoreBuilder<?> events = Stores.windowStoreBuilder(
                        kind.windowStore(EVENTS, kept), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
        return List.of(
                events,
                keyValue(kind, WAITING),
                keyValue(kind, DEADLINES),
                keyValue(StoreKind.IN_MEMORY, PROGRESS).withCachingEnabled());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyValue(StoreKind kind, String name) {
        return Stores.keyValueStoreBuilder(kind.keyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    /** A payload behind a byte that says whether it is there. */
    record Events(WindowStore<String, byte[]> store) implements EventsById<byte[]> {
        private static final byte LABELLED = 0;
        private static final byte WITH_EVENT = 1;

        @Override
        public void remember(String id, long timeMillis, byte[] payload) {
            byte[] value = new byte[payload.length + 1];
            value[0] = WITH_EVENT;
            System.arraycopy(payload, 0, value, 1, payload.length);
            store.put(id, value, timeMillis);
        }

        @Override
        public @Nullable Known<byte[]> find(String id) {
            Known<byte[]> labelled = null;
            try (var found = store.fetch(id, 0, Long.MAX_VALUE)) {
                while (found.hasNext()) {
                    var entry = found.next();
                    if (entry.value[0] == WITH_EVENT) {
                        return new Known<>(entry.key, Arrays.copyOfRange(entry.value, 1, entry.value.length));
                    }
                    labelled = new Known<>(entry.key, null);
                }
            }
            return labelled;
        }

        @Override
        public void label(String id, long timeMillis) {
            store.put(id, new byte[] {LABELLED}, timeMillis);
        }
    }

    /** Outcomes as {@link WaitingOutcome} writes them. */
    record Waiting(KeyValueStore<Bytes, byte[]> store) implements WaitingOutcomes<WaitingOutcome> {
        @Override
        public @Nullable WaitingOutcome get(String id) {
            byte[] kept = store.get(key(id));
            return kept == null ? null : WaitingOutcome.read(kept);
        }

        @Override
        public void put(String id, WaitingOutcome outcome) {
            store.put(key(id), outcome.write());
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
