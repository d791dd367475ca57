package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.OutcomeDefinition;
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
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Gives every record of the event topic one verdict, and every accepted event its features.
 *
 * <pre>
 * events --> read-events --> check-contract --> take-rejected
 *                                           --> [take-quarantined]
 *                                           --> stamp-events --> enrich-by-customer-id --> [by-terminal-id] --> enrich-by-terminal-id
 *                                                                     |
 * customers --> read-customer --> keep-customer --> (reference-customer)
 * </pre>
 *
 * <p>Where features count what became of events, {@link LabelStage} stands between {@code stamp-events} and those stations, beside
 * the way of the events themselves.
 *
 * <p>From {@code stamp-events} on, events travel with word of how far their sender is, and once a second that word goes to every
 * partition of a hop: partitions are read at different speeds, and a station completes an event when nobody can still send what
 * its windows count. Until then the event is held.
 *
 * <p>In names of processors, stores and internal topics every underscore of a field or reference is a dash. A reference's
 * store is filled in the sub-topology of the station that reads it, so {@link #copartitioned} topics must have equally many
 * partitions; Kafka Streams cannot see that, whoever starts the application checks it.
 */
public final class EnrichmentTopology {
    /** Where events are rejected of which a key has too many. */
    public static final String RATE = "rate";

    private final FeaturePlan plan;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final StoreKind stores;
    private final int partitions;
    private final EnrichmentListener listener;
    private final Backlog backlog;
    private final EventClocks clocks;
    private final Hops hops;

    /**
     * What comes out.
     *
     * @param enriched accepted events with complete rows, keyed by the key of the last station
     * @param rejected dead letters by where they are rejected: {@code contract}, {@link #RATE} where such events are to be in
     *     quarantine, {@code reference-customer} for each reference, and {@code outcomes}. They are kept apart because they are found in different sub-topologies, which merging would tie together
     */
    public record Streams(KStream<byte[], Event> enriched, Map<String, KStream<byte[], Verdict.Rejected>> rejected) {}

    /**
     * The topology of a plan.
     *
     * @param partitions of the event topic; stations wait for as many senders
     * @param backlog knows of the event topic and of the outcomes': a partition that has more to read is waited for, however long
     *     nothing comes of it
     * @param clocks how far each partition is
     */
    public EnrichmentTopology(
            FeaturePlan plan,
            SchemaRegistry registry,
            Clock clock,
            StoreKind stores,
            int partitions,
            EnrichmentListener listener,
            Backlog backlog,
            EventClocks clocks) {
        this.plan = plan;
        this.registry = registry;
        this.clock = clock;
        this.stores = stores;
        this.partitions = partitions;
        this.listener = listener;
        this.backlog = backlog;
        this.clocks = clocks;
        this.hops = new Hops(plan, registry);
    }

    /** The same where all that has been published is read at once, as in a test driver. */
    public EnrichmentTopology(
            FeaturePlan plan,
            SchemaRegistry registry,
            Clock clock,
            StoreKind stores,
            int partitions,
            EnrichmentListener listener) {
        this(plan, registry, clock, stores, partitions, listener, Backlog.NONE, EventClocks.CACHED);
    }

    /** Topics that must have the same number of partitions: the events', every reference's, and the outcomes' if they count. */
    public Set<String> copartitioned() {
        var topics = new HashSet<String>();
        topics.add(plan.definitions().event().topic());
        plan.definitions().references().forEach(reference -> topics.add(reference.topic()));
        OutcomeDefinition outcomes = plan.learnt();
        if (outcomes != null) {
            topics.add(outcomes.topic());
        }
        return Set.copyOf(topics);
    }

    public Streams addTo(StreamsBuilder builder) {
        ContractStage.Streams judged =
                new ContractStage(plan, registry, clock, stores, clocks, listener).addTo(builder, StampProcessor.NODE);
        var rejected = new LinkedHashMap<>(judged.rejected());
        KStream<byte[], HopMessage> messages = judged.accepted()
                .process(
                        () -> new StampProcessor(plan.definitions().event(), backlog),
                        Named.as(StampProcessor.NODE),
                        EventClocks.STORE);
        OutcomeDefinition outcomes = plan.learnt();
        LabelStage learning =
                outcomes == null ? null : new LabelStage(plan, outcomes, registry, clock, stores, partitions, backlog);
        LabelStage.Streams learnt = learning == null ? null : learning.addTo(builder, messages);
        if (learnt != null) {
            rejected.put("outcomes", learnt.rejected());
        }
        for (int i = 0; i < plan.stations().size(); i++) {
            boolean last = i + 1 == plan.stations().size();
            Station station = plan.stations().get(i);
            List<String> connected = addStores(builder, station);
            for (Join join : station.joins()) {
                ReferenceDefinition reference = join.reference();
                rejected.put("reference-" + ResourceNames.dashed(reference.name()), keepReference(builder, reference));
            }
            KStream<byte[], HopMessage> arriving = station.rekeyed()
                    ? hops.byKey(messages, station.name(), (before, passing) -> keyAt(station, passing))
                    : messages;
            if (learning != null && learnt != null && station.readsLabels()) {
                arriving = arriving.merge(
                        learning.labelsFor(i, station, learnt.labels()), Named.as("gather-by-" + station.name()));
            }
            messages = enrich(arriving, station, connected, !last);
        }
        return new Streams(messages.flatMapValues(EnrichmentTopology::event, Named.as("take-enriched")), rejected);
    }

    private static List<Event> event(HopMessage message) {
        return message instanceof HopMessage.Passing passing ? List.of(passing.event()) : List.of();
    }

    private KStream<byte[], Verdict.Rejected> keepReference(StreamsBuilder builder, ReferenceDefinition reference) {
        String name = ResourceNames.dashed(reference.name());
        return builder.stream(
                        reference.topic(),
                        consumed(
                                        "read-" + name,
                                        new IncomingSerde(registry, reference.schema()),
                                        new ReferenceTimeExtractor(reference, plan.contract(), clock))
                                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
                .process(
                        () -> new ReferenceProcessor(reference),
                        Named.as("keep-" + name),
                        KeptReference.storeOf(reference));
    }

    private KStream<byte[], HopMessage> enrich(
            KStream<byte[], HopMessage> messages, Station station, List<String> connected, boolean announces) {
        var setting = new StationProcessor.Setting(plan, registry, waits(station), announces, listener);
        return messages.process(
                () -> new StationProcessor(setting),
                Named.as("enrich-by-" + station.name()),
                connected.toArray(String[]::new));
    }

    private StationWaits waits(Station station) {
        return StationWaits.of(station, plan, partitions);
    }

    /** Never null, because Kafka Streams drops null keys at a hop without a word: an event without this key goes anywhere. */
    private static byte[] keyAt(Station station, HopMessage.Passing passing) {
        byte[] key = station.key().bytes(passing.event().record());
        if (key != null) {
            return key;
        }
        byte[] original = passing.event().origin().key();
        return original == null ? new byte[0] : original;
    }

    /**
     * Stores are added here and connected by name: of a store that two processors brought along, Kafka Streams would not see
     * that both belong to one sub-topology.
     */
    private List<String> addStores(StreamsBuilder builder, Station station) {
        var names = new ArrayList<String>();
        station.joins().forEach(join -> names.add(KeptReference.storeOf(join.reference())));
        station.histories().forEach(history -> names.add(history.store()));
        StationWaits waits = waits(station);
        if (waits.mayWait()) {
            names.add(waits.heldStore());
        }
        names.forEach(name -> builder.addStateStore(store(stores, name)));
        if (waits.hearsFromElsewhere()) {
            String name = waits.progressStore();
            builder.addStateStore(
                    store(StoreKind.IN_MEMORY, name).withCachingEnabled()); // one changelog record a commit
            names.add(name);
        }
        return names;
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(StoreKind kind, String name) {
        return Stores.keyValueStoreBuilder(kind.keyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    static <V> Consumed<byte[], V> consumed(String name, Serde<V> values, TimestampExtractor times) {
        return Consumed.with(Serdes.ByteArray(), values)
                .withTimestampExtractor(times)
                .withName(name);
    }
}
