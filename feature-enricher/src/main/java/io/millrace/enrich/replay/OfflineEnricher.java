package io.millrace.enrich.replay;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    private final @Nullable OfflineLabels labels;
    private final Map<Integer, Long> streamTimes = new HashMap<>();
    private final Map<Integer, InMemorySeenEvents> seen = new HashMap<>();
    private final Map<Integer, InMemoryCountedEvents> counted = new HashMap<>();
    private final Map<String, ReferenceTable> references = new HashMap<>();
    private final List<OfflineStation> stations;

    /** An enricher that has seen nothing, of a plan without outcomes or whose outcomes are not given. */
    public OfflineEnricher(FeaturePlan plan, Clock clock) {
        this(plan, clock, rejected -> {});
    }

    /**
     * An enricher that has seen nothing.
     *
     * @param rejectedOutcomes told of every outcome that counts nowhere, when that is known
     */
    public OfflineEnricher(FeaturePlan plan, Clock clock, Consumer<Verdict.Rejected> rejectedOutcomes) {
        this.plan = plan;
        this.definition = plan.definitions().event();
        this.clock = clock;
        this.key = definition.key() == null ? null : KeyField.of(definition.schema(), definition.key());
        plan.definitions()
                .references()
                .forEach(reference -> references.put(reference.name(), new ReferenceTable(reference)));
        this.stations = plan.stations().stream()
                .map(station -> new OfflineStation(station, references))
                .toList();
        OutcomeDefinition outcomes = plan.learnt();
        this.labels = outcomes == null ? null : new OfflineLabels(plan, outcomes, stations, rejectedOutcomes);
    }

    /**
     * What became of an event. One that became known at some time is to be given between the events before and at that time;
     * any other before its event: it is known with it. Where no feature counts outcomes, nothing happens.
     *
     * @param record shaped by the outcomes' schema
     * @param origin its timestamp says when the outcome became known where the record does not; {@link Origin#UNPUBLISHED}
     *     leaves that open
     */
    public void outcome(GenericRecord record, Origin origin) {
        if (labels != null) {
            labels.outcome(record, origin, clock.millis());
        }
    }

    /** Whether outcomes count, so that {@link #outcome} is to be told of them. */
    public boolean learns() {
        return labels != null;
    }

    /**
     * Adds a record to a reference as files have it: one that says since when it holds holds since then, any other since ever.
     * Where the latest is joined it counts for the events that follow.
     *
     * @param name of a declared reference
     * @param record shaped by its schema, key not null
     */
    public void putReference(String name, GenericRecord record) {
        table(name).put(record, null);
    }

    /**
     * The same as topics have it.
     *
     * @param publishedMillis Kafka's timestamp: since then it holds unless it says otherwise; 0 or later
     */
    public void putReference(String name, GenericRecord record, long publishedMillis) {
        table(name).put(record, publishedMillis);
    }

    /**
     * Removes a key from a reference.
     *
     * @param key its text
     * @param sinceMillis since when it is without a record; 0 or later
     */
    public void removeReference(String name, String key, long sinceMillis) {
        table(name).remove(key, sinceMillis);
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
            if (labels != null) {
                labels.reached(event.timeMillis());
            }
            stations.forEach(station -> station.enrich(event, streamTime));
            if (labels != null) {
                labels.event(event, streamTime, clock.millis());
            }
        }
        return admitted;
    }

    private ReferenceTable table(String name) {
        ReferenceTable table = references.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no reference is called " + name);
        }
        return table;
    }

    /** What can be said of an event by knowing those before it; one that passes leaves with the features that need no other. */
    public Verdict admit(Event event) {
        int partition = event.origin().partition();
        long streamTime = streamTimes.getOrDefault(partition, StreamTime.UNKNOWN);
        Verdict admitted = plan.admission().admit(event, streamTime, seenIn(partition), countedIn(partition));
        if (admitted instanceof Verdict.Accepted) {
            streamTimes.put(partition, StreamTime.advance(streamTime, event.timeMillis()));
            plan.begin(event);
        }
        return admitted;
    }

    /**
     * The stations that an admitted event passes, in order. Each may have a thread of its own, as long as every event passes
     * them one after the other and no reference is put meanwhile. Not where {@link #learns outcomes count}: they reach into all
     * stations.
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

    private InMemoryCountedEvents countedIn(int partition) {
        return counted.computeIfAbsent(
                partition, first -> new InMemoryCountedEvents(plan.admission().rateMemoryMillis()));
    }

    private static void requireSchema(boolean same, String of) {
        if (!same) {
            throw new IllegalArgumentException("a record of another schema than that of " + of);
        }
    }
}
