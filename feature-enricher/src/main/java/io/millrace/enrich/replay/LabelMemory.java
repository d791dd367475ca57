package io.millrace.enrich.replay;

import io.millrace.enrich.label.EventsById;
import io.millrace.enrich.label.WaitingOutcomes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Events and outcomes in memory. */
final class LabelMemory {
    private LabelMemory() {}

    /** Events by id. */
    static final class Events implements EventsById<GenericRecord> {
        private final Map<String, List<Known<GenericRecord>>> byId = new HashMap<>();
        private final TreeMap<Long, List<String>> idsByTime = new TreeMap<>();

        @Override
        public void remember(String id, long timeMillis, GenericRecord event) {
            byId.computeIfAbsent(id, first -> new ArrayList<>(1)).add(new Known<>(timeMillis, event));
            idsByTime.computeIfAbsent(timeMillis, first -> new ArrayList<>(1)).add(id);
        }

        @Override
        public void forgetBefore(long timeMillis) {
            var expired = idsByTime.headMap(timeMillis, false);
            expired.forEach((time, ids) -> ids.forEach(old -> forget(old, time)));
            expired.clear();
        }

        private void forget(String id, long timeMillis) {
            List<Known<GenericRecord>> known = byId.get(id);
            if (known != null) {
                known.removeIf(event -> event.timeMillis() == timeMillis);
                if (known.isEmpty()) {
                    byId.remove(id);
                }
            }
        }

        @Override
        public @Nullable Known<GenericRecord> find(String id) {
            List<Known<GenericRecord>> known = byId.getOrDefault(id, List.of());
            return known.stream()
                    .filter(event -> event.event() != null)
                    .findFirst()
                    .orElse(known.isEmpty() ? null : known.get(0));
        }

        @Override
        public void label(String id, long timeMillis) {
            List<Known<GenericRecord>> known = byId.getOrDefault(id, List.of());
            known.replaceAll(event -> event.timeMillis() == timeMillis ? new Known<>(timeMillis, null) : event);
        }
    }

    /** Outcomes that wait. */
    static final class Outcomes<O> implements WaitingOutcomes<O> {
        private final Map<String, Waiting<O>> byId = new HashMap<>();

        @Override
        public @Nullable Waiting<O> get(String id) {
            return byId.get(id);
        }

        @Override
        public void put(String id, Waiting<O> outcome) {
            byId.put(id, outcome);
        }

        @Override
        public void delete(String id) {
            byId.remove(id);
        }
    }
}
