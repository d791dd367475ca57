package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.CountedEvents;
import io.millrace.enrich.contract.SeenEvents;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns every incoming record into one verdict, and sends it to the node that deals with it. An accepted event leaves with the features
 * that need nothing but itself.
 */
final class ContractProcessor implements FixedKeyProcessor<byte[], Incoming, Verdict> {
    /** Ids accepted, by event time; only where the pipeline asks for deduplication. */
    static final String SEEN_EVENTS = "seen-events";

    /** When the latest events of each key happened; only where the pipeline limits how many there may be. */
    static final String KEY_RATES = "key-rates";

    /**
     * What expires in a changelog should do so by the clock: by event time, which is what its records have, a backlog of old events
     * would be gone before anybody restores it.
     */
    private static final Map<String, String> EXPIRING_BY_THE_CLOCK =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");

    private final FeaturePlan plan;
    private final Clock clock;
    private final EventClocks clocks;
    private final Exits exits;
    private final EnrichmentListener listener;
    private @Nullable Task task;

    /** Where verdicts go. */
    @FunctionalInterface
    interface Exits {
        /** Name of the node that deals with the verdict. */
        String of(Verdict verdict);
    }

    /** What belongs to one initialisation. */
    private static final class Task {
        private final FixedKeyProcessorContext<byte[], Verdict> context;
        private final EventClock eventClock;
        private final SeenEvents seen;
        private final CountedEvents counted;

        private Task(
                FixedKeyProcessorContext<byte[], Verdict> context,
                EventClock eventClock,
                SeenEvents seen,
                CountedEvents counted) {
            this.context = context;
            this.eventClock = eventClock;
            this.seen = seen;
            this.counted = counted;
        }
    }

    /** Makes the processor and the stores it needs. */
    record Supplier(
            FeaturePlan plan, Clock clock, StoreKind kind, EventClocks clocks, Exits exits, EnrichmentListener listener)
            implements FixedKeyProcessorSupplier<byte[], Incoming, Verdict> {
        @Override
        public FixedKeyProcessor<byte[], Incoming, Verdict> get() {
            return new ContractProcessor(plan, clock, clocks, exits, listener);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            var stores = new HashSet<>(clocks.stores());
            if (deduplicates(plan)) {
                stores.add(seenEvents());
            }
            if (plan.admission().rate() != null) {
                stores.add(keyRates());
            }
            return stores;
        }

        private StoreBuilder<?> seenEvents() {
            Duration kept = Duration.ofMillis(plan.admission().memoryMillis());
            return Stores.windowStoreBuilder(kind.windowStore(SEEN_EVENTS, kept), Serdes.String(), Serdes.ByteArray());
        }

        private StoreBuilder<?> keyRates() {
            Duration kept = Duration.ofMillis(plan.admission().rateMemoryMillis());
            return Stores.windowStoreBuilder(kind.windowStore(KEY_RATES, kept), Serdes.String(), Serdes.ByteArray())
                    .withLoggingEnabled(EXPIRING_BY_THE_CLOCK);
        }
    }

    private ContractProcessor(
            FeaturePlan plan, Clock clock, EventClocks clocks, Exits exits, EnrichmentListener listener) {
        this.plan = plan;
        this.clock = clock;
        this.clocks = clocks;
        this.exits = exits;
        this.listener = listener;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Verdict> context) {
        WindowStore<String, byte[]> seen = deduplicates(plan) ? context.getStateStore(SEEN_EVENTS) : null;
        WindowStore<String, byte[]> rates = plan.admission().rate() == null ? null : context.getStateStore(KEY_RATES);
        task = new Task(
                context,
                clocks.open(context),
                seen == null ? new NothingSeen() : new KafkaSeenEvents(seen),
                rates == null ? new NothingCounted() : new KafkaCountedEvents(rates));
    }

    @Override
    public void process(FixedKeyRecord<byte[], Incoming> record) {
        Task at = Tasks.initialised(task);
        Origin origin = record.value().origin(Tasks.place(at.context.recordMetadata()), record.key());
        Verdict verdict = Contract.checkSize(origin, RecordSize.of(origin.key(), origin.value(), record.headers()));
        if (verdict == null) {
            verdict = plan.contract().check(record.value().decoded(), origin, clock.millis());
        }
        if (verdict instanceof Verdict.Accepted accepted) {
            verdict = admit(at, accepted.event());
        }
        at.context.forward(record.withValue(verdict), exits.of(verdict));
    }

    private Verdict admit(Task at, Event event) {
        Verdict verdict = plan.admission().admit(event, at.eventClock.millis(), at.seen, at.counted);
        if (verdict instanceof Verdict.Accepted accepted) {
            if (accepted.beyondRate()) {
                listener.beyondRate();
            }
            at.eventClock.accepted(event.timeMillis());
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

    /** Stands where any number of events is let pass; not asked. */
    private record NothingCounted() implements CountedEvents {
        @Override
        public byte @Nullable [] get(String key, long startMillis) {
            return null;
        }

        @Override
        public void put(String key, long startMillis, byte[] piece) {
            throw new IllegalStateException("any number of events is let pass, nothing is counted");
        }
    }
}
