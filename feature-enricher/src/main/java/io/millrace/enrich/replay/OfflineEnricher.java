package io.millrace.enrich.replay;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Join;
import io.millrace.enrich.plan.Station;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A plan without a broker: the same contract, admission and stations, over state in memory. Events are given in the order they
 * would have been read. Confined to one thread.
 */
public final class OfflineEnricher {
    private final FeaturePlan plan;
    private final EventDefinition definition;
    private final Clock clock;
    private final @Nullable KeyField key;
    private final List<Station.Work> work;
    private final Map<Integer, Long> streamTimes = new HashMap<>();
    private final Map<Integer, InMemorySeenEvents> seen = new HashMap<>();
    private final Map<String, Map<String, GenericRecord>> references = new HashMap<>();

    public OfflineEnricher(FeaturePlan plan, Clock clock) {
        this.plan = plan;
        this.definition = plan.definitions().event();
        this.clock = clock;
        this.key = definition.key() == null ? null : KeyField.of(definition.schema(), definition.key());
        this.work = new ArrayList<>();
        plan.stations().forEach(station -> work.add(station.onHeap()));
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
     * One event through the contract and all stations.
     *
     * @param record shaped by the event schema
     * @param origin its partition has a stream time of its own; a null key stands for the key its producer would have given,
     *     because files have none
     */
    public Verdict enrich(GenericRecord record, Origin origin) {
        requireSchema(definition.schema().equals(record.getSchema()), "the event");
        Verdict checked = plan.contract().check(new Decoded.Value(record), keyed(origin, record), clock.millis());
        if (!(checked instanceof Verdict.Accepted accepted)) {
            return checked;
        }
        long streamTime = streamTimes.getOrDefault(origin.partition(), StreamTime.UNKNOWN);
        Verdict admitted = plan.admission().admit(accepted.event(), streamTime, seenIn(origin.partition()));
        if (admitted instanceof Verdict.Accepted) {
            Event event = accepted.event();
            long advanced = StreamTime.advance(streamTime, event.timeMillis());
            streamTimes.put(origin.partition(), advanced);
            plan.begin(event);
            for (int i = 0; i < work.size(); i++) {
                Station station = plan.stations().get(i);
                station.joins().forEach(join -> join(event, station, join));
                work.get(i).enrich(event, advanced);
            }
        }
        return admitted;
    }

    private void join(Event event, Station station, Join join) {
        String of = station.key().text(event.record());
        GenericRecord latest =
                of == null ? null : byName(join.reference().name()).get(of);
        event.join(join.index(), latest == null ? null : new JoinedReference(latest, null));
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
