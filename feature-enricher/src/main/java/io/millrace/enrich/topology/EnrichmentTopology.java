package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Join;
import io.millrace.enrich.plan.Station;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * Gives every record of the event topic one verdict, and every accepted event its features.
 *
 * <pre>
 * events --> read-events --> check-contract --> verdict-rejected
 *                                           --> verdict-accepted --> enrich-by-customer-id --> [by-terminal-id] --> enrich-by-terminal-id
 *                                                                        |
 * customers --> read-customer --> keep-customer --> (reference-customer)-+
 * </pre>
 *
 * <p>In names of processors, stores and internal topics every underscore of a field or reference is a dash. A reference's
 * store is filled in the sub-topology of the station that reads it, so {@link #copartitioned} topics must have equally many
 * partitions; Kafka Streams cannot see that, whoever starts the application checks it.
 */
public final class EnrichmentTopology {
    private final FeaturePlan plan;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final StoreKind stores;

    /**
     * What comes out.
     *
     * @param enriched accepted events with complete rows, keyed by the key of the last station
     * @param rejected dead letters by where they are rejected: {@code contract}, and {@code reference-customer} for each
     *     reference. They are kept apart because they are found in different sub-topologies, which merging would tie together
     */
    public record Streams(KStream<byte[], Event> enriched, Map<String, KStream<byte[], Verdict.Rejected>> rejected) {}

    public EnrichmentTopology(FeaturePlan plan, SchemaRegistry registry, Clock clock, StoreKind stores) {
        this.plan = plan;
        this.registry = registry;
        this.clock = clock;
        this.stores = stores;
    }

    /** Topics that must have the same number of partitions: the events' and every reference's. */
    public Set<String> copartitioned() {
        var topics = new HashSet<String>();
        topics.add(plan.definitions().event().topic());
        plan.definitions().references().forEach(reference -> topics.add(reference.topic()));
        return Set.copyOf(topics);
    }

    public Streams addTo(StreamsBuilder builder) {
        var rejected = new LinkedHashMap<String, KStream<byte[], Verdict.Rejected>>();
        Map<String, KStream<byte[], Verdict>> verdicts = checkContract(builder);
        rejected.put(
                "contract",
                only(verdicts, "rejected").mapValues(Verdict.Rejected.class::cast, Named.as("take-rejected")));
        KStream<byte[], Event> events = only(verdicts, "accepted")
                .mapValues(verdict -> ((Verdict.Accepted) verdict).event(), Named.as("take-accepted"));
        for (Station station : plan.stations()) {
            var connected = new ArrayList<String>();
            for (Join join : station.joins()) {
                String latest = addStore(builder, StationProcessor.storeOf(join.reference()));
                connected.add(latest);
                rejected.put(latest, keepReference(builder, join.reference(), latest));
            }
            station.histories().forEach(history -> connected.add(addStore(builder, history.store())));
            events = enrich(events, station, connected);
        }
        return new Streams(events, rejected);
    }

    private Map<String, KStream<byte[], Verdict>> checkContract(StreamsBuilder builder) {
        var definition = plan.definitions().event();
        return builder.stream(
                        definition.topic(),
                        consumed(
                                "read-events",
                                new IncomingSerde(registry, definition.schema()),
                                new EventTimeExtractor(plan.contract(), clock)))
                .processValues(new ContractProcessor.Supplier(plan, clock), Named.as("check-contract"))
                .split(Named.as("verdict-"))
                .branch((key, verdict) -> verdict instanceof Verdict.Accepted, Branched.as("accepted"))
                .defaultBranch(Branched.as("rejected"));
    }

    private KStream<byte[], Verdict.Rejected> keepReference(
            StreamsBuilder builder, ReferenceDefinition reference, String latest) {
        String name = ResourceNames.dashed(reference.name());
        return builder.stream(
                        reference.topic(),
                        consumed(
                                        "read-" + name,
                                        new IncomingSerde(registry, reference.schema()),
                                        new ReferenceTimeExtractor(plan.contract(), clock))
                                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
                .process(() -> new ReferenceProcessor(reference, latest), Named.as("keep-" + name), latest);
    }

    private KStream<byte[], Event> enrich(KStream<byte[], Event> events, Station station, List<String> connected) {
        KStream<byte[], Event> arriving = station.rekeyed() ? hop(events, station) : events;
        return arriving.processValues(
                () -> new StationProcessor(station, registry),
                Named.as("enrich-by-" + station.name()),
                connected.toArray(String[]::new));
    }

    private KStream<byte[], Event> hop(KStream<byte[], Event> events, Station station) {
        return events.selectKey((key, event) -> keyAt(station, event), Named.as("key-by-" + station.name()))
                .repartition(Repartitioned.<byte[], Event>as("by-" + station.name())
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(new EnvelopeSerde(plan, registry)));
    }

    /** Never null, because Kafka Streams drops null keys at a hop without a word: an event without this key goes anywhere. */
    private static byte[] keyAt(Station station, Event event) {
        byte[] key = station.key().bytes(event.record());
        if (key != null) {
            return key;
        }
        byte[] original = event.origin().key();
        return original == null ? new byte[0] : original;
    }

    /**
     * Stores are added here and connected by name: of a store that two processors brought along, Kafka Streams would not see
     * that both belong to one sub-topology.
     */
    private String addStore(StreamsBuilder builder, String name) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(stores.keyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()));
        return name;
    }

    private static <V> Consumed<byte[], V> consumed(String name, Serde<V> values, TimestampExtractor times) {
        return Consumed.with(Serdes.ByteArray(), values)
                .withTimestampExtractor(times)
                .withName(name);
    }

    private static KStream<byte[], Verdict> only(Map<String, KStream<byte[], Verdict>> verdicts, String outcome) {
        KStream<byte[], Verdict> branch = verdicts.get("verdict-" + outcome);
        if (branch == null) {
            throw new IllegalStateException("no branch " + outcome + " among " + verdicts.keySet());
        }
        return branch;
    }
}
