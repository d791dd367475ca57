package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.SeenEvents;
import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Turns every incoming record into one verdict. An accepted event leaves with the features that need nothing but itself. */
final class ContractProcessor implements FixedKeyProcessor<byte[], Incoming, Verdict> {
    /** Partition to the latest event time accepted from it. */
    static final String EVENT_CLOCK = "event-clock";

    /** Ids accepted, by event time; only where the pipeline asks for deduplication. */
    static final String SEEN_EVENTS = "seen-events";

    private final FeaturePlan plan;
    private final Clock clock;
    private @Nullable Task task;

    /** What belongs to one initialisation. */
    private record Task(
            FixedKeyProcessorContext<byte[], Verdict> context,
            KeyValueStore<Integer, Long> eventClock,
            SeenEvents seen) {}

    /** Makes the processor and the stores it needs. */
    record Supplier(FeaturePlan plan, Clock clock, StoreKind kind)
            implements FixedKeyProcessorSupplier<byte[], Incoming, Verdict> {
        @Override
        public FixedKeyProcessor<byte[], Incoming, Verdict> get() {
            return new ContractProcessor(plan, clock);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            StoreBuilder<?> eventClock = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(EVENT_CLOCK), Serdes.Integer(), Serdes.Long())
                    .withCachingEnabled(); // one changelog record a commit, not one an event
            return deduplicates(plan) ? Set.of(eventClock, seenEvents()) : Set.of(eventClock);
        }

        private StoreBuilder<?> seenEvents() {
            Duration kept = Duration.ofMillis(plan.admission().memoryMillis());
            return Stores.windowStoreBuilder(kind.windowStore(SEEN_EVENTS, kept), Serdes.String(), Serdes.ByteArray());
        }
    }

    private ContractProcessor(FeaturePlan plan, Clock clock) {
        this.plan = plan;
        this.clock = clock;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Verdict> context) {
        WindowStore<String, byte[]> seen = deduplicates(plan) ? context.getStateStore(SEEN_EVENTS) : null;
        task = new Task(
                context,
                context.getStateStore(EVENT_CLOCK),
                seen == null ? new NothingSeen() : new KafkaSeenEvents(seen));
    }

    @Override
    public void process(FixedKeyRecord<byte[], Incoming> record) {
        Task at = Tasks.initialised(task);
        Origin origin = record.value().origin(Tasks.place(at.context().recordMetadata()), record.key());
        Verdict verdict = Contract.checkSize(origin, RecordSize.of(origin.key(), origin.value(), record.headers()));
        if (verdict == null) {
            verdict = plan.contract().check(record.value().decoded(), origin, clock.millis());
        }
        if (verdict instanceof Verdict.Accepted accepted) {
            verdict = admit(at, accepted.event());
        }
        at.context().forward(record.withValue(verdict));
    }

    private Verdict admit(Task at, Event event) {
        int partition = event.origin().partition();
        Long known = at.eventClock().get(partition);
        long streamTime = known == null ? StreamTime.UNKNOWN : known;
        Verdict verdict = plan.admission().admit(event, streamTime, at.seen());
        if (verdict instanceof Verdict.Accepted) {
            long advanced = StreamTime.advance(streamTime, event.timeMillis());
            if (advanced != streamTime) {
                at.eventClock().put(partition, advanced);
            }
            plan.begin(event);
        }
        return verdict;
    }

    private static boolean deduplicates(FeaturePlan plan) {
        return plan.admission().deduplicateMillis() != null;
    }

    /** Stands where duplicates are let pass; not asked. */
    private record NothingSeen() implements SeenEvents {
        @Override
        public boolean seenBetween(String id, long fromMillis, long toMillis) {
            return false;
        }

        @Override
        public void remember(String id, long timeMillis) {
            throw new IllegalStateException("duplicates are let pass, nothing is remembered");
        }
    }
}
