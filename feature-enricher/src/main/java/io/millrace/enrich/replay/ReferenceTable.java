package io.millrace.enrich.replay;

import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.reference.ReferenceTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one reference in memory. Where the one that held at an event's time is joined, all are kept: what will be asked
 * for is not known. Confined to one thread.
 */
final class ReferenceTable {
    private static final long EVER = 0;

    private final ReferenceDefinition reference;
    private final KeyField key;
    private final ReferenceTime time;
    private final Map<String, TreeMap<Long, Optional<GenericRecord>>> byKey = new HashMap<>();

    ReferenceTable(ReferenceDefinition reference) {
        this.reference = reference;
        this.key = KeyField.of(reference.schema(), reference.key());
        this.time = ReferenceTime.of(reference);
    }

    /** @param publishedMillis since when a record holds that does not say it; null for ever */
    void put(GenericRecord record, @Nullable Long publishedMillis) {
        if (!reference.schema().equals(record.getSchema())) {
            throw new IllegalArgumentException("a record of another schema than that of " + reference.name());
        }
        String of = key.text(record);
        if (of == null) {
            throw new IllegalArgumentException("reference " + reference.name() + " without a " + reference.key());
        }
        put(of, time.sinceMillis(record, publishedMillis == null ? EVER : publishedMillis), Optional.of(record));
    }

    void remove(String of, long sinceMillis) {
        put(of, sinceMillis, Optional.empty());
    }

    /** What an event of that time is joined with. */
    @Nullable
    GenericRecord at(String of, long timeMillis) {
        var records = byKey.get(of);
        var holds = records == null ? null : records.floorEntry(timeMillis);
        return holds == null ? null : holds.getValue().orElse(null);
    }

    private void put(String of, long sinceMillis, Optional<GenericRecord> record) {
        long since = reference.versions() == null ? EVER : sinceMillis;
        byKey.computeIfAbsent(of, first -> new TreeMap<>()).put(since, record);
    }
}
