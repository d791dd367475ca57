package io.millrace.enrich.replay;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A plan without a broker: the same contract, admission and stations, over state in memory. Events are given in the order they
 * would have been read. Confined to one thread, where nothing else is said.
 */
public final class OfflineEnricher {
    private final FeaturePlan plan;
    private final EventDefinition definition;
    private final Clock clock;
    private final @Nullable KeyField key;
    private final Map<Integer, Long> streamTimes = new HashMap<>();
    private final Map<Integer, InMemorySeenEvents> seen = new HashMap<>();
    private final Map<String, Map<String, GenericRecord>> references = new HashMap<>();
    private final List<OfflineStation> stations;

    public OfflineEnricher(FeaturePlan plan, Clock clock) {
        this.plan = plan;
        this.definition = plan.definitions().event();
        this.clock = clock;
        this.key = definition.key() == null ? null : KeyField.of(definition.schema(), definition.key());
        this.stations = plan.stations().stream()
                .map(station -> new OfflineStation(station, references))
                .toList();
    }

    /**
     * Makes a record the latest of its key, for the events that follow.
     *
     * @param name of a declared reference
     * @param record shaped by its schema, key not null
     */
    public void putReference(String name, GenericRecord record) {
        ReferenceDefinition reference = plan.definitions().references().stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reference is called " + name));
        requireSchema(reference.schema().equals(record.getSchema()), reference.name());
        String of = KeyField.of(reference.schema(), reference.key()).text(record);
        if (of == null) {
            throw new IllegalArgumentException("reference " + name + " without a " + reference.key());
        }
        byName(name).put(of, record);
    }

    /**
     * One event through the contract and all stations: {@link #check}, and {@link #enrich(Event)} if it passes.
     *
     * @param record shaped by the event schema
     * @param origin as for {@link #check}
     */
    public Verdict enrich(GenericRecord record, Origin origin) {
        Verdict checked = check(record, origin);
        return checked instanceof Verdict.Accepted accepted ? enrich(accepted.event()) : checked;
    }

    /**
     * What can be said of an event without knowing any other. Touches no state: any thread may ask, at any time.
     *
     * @param record shaped by the event schema
     * @param origin a null key stands for the key its producer would have given, because files have none
     */
    public Verdict check(GenericRecord record, Origin origin) {
        requireSchema(definition.schema().equals(record.getSchema()), "the event");
        return plan.contract().check(new Decoded.Value(record), keyed(origin, record), clock.millis());
    }

    /**
     * An event that the contract has accepted through admission and all stations: {@link #admit}, and each of {@link #stations}
     * if it passes.
     *
     * @param event its origin's partition has a stream time of its own
     */
    public Verdict enrich(Event event) {
        Verdict admitted = admit(event);
        if (admitted instanceof Verdict.Accepted) {
            long streamTime = streamTimes.getOrDefault(event.origin().partition(), StreamTime.UNKNOWN);
            stations.forEach(station -> station.enrich(event, streamTime));
        }
        return admitted;
    }

    /** What can be said of an event by knowing those before it; one that passes leaves with the features that need no other. */
    public Verdict admit(Event event) {
        int partition = event.origin().partition();
        long streamTime = streamTimes.getOrDefault(partition, StreamTime.UNKNOWN);
        Verdict admitted = plan.admission().admit(event, streamTime, seenIn(partition));
        if (admitted instanceof Verdict.Accepted) {
            streamTimes.put(partition, StreamTime.advance(streamTime, event.timeMillis()));
            plan.begin(event);
        }
        return admitted;
    }

    /**
     * The stations that an admitted event passes, in order. Each may have a thread of its own, as long as every event passes
     * them one after the other and no reference is put meanwhile.
     */
    public List<OfflineStation> stations() {
        return stations;
    }

    private Origin keyed(Origin origin, GenericRecord record) {
        if (key == null || origin.key() != null) {
            return origin;
        }
        return new Origin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.timestampMillis(),
                key.bytes(record),
                origin.value());
    }

    private InMemorySeenEvents seenIn(int partition) {
        return seen.computeIfAbsent(
                partition, first -> new InMemorySeenEvents(plan.admission().memoryMillis()));
    }

    private Map<String, GenericRecord> byName(String reference) {
        return references.computeIfAbsent(reference, first -> new HashMap<>());
    }

    private static void requireSchema(boolean same, String of) {
        if (!same) {
            throw new IllegalArgumentException("a record of another schema than that of " + of);
        }
    }
}
