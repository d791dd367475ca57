package io.millrace.app.topology;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.topology.EventClock;
import io.millrace.enrich.topology.EventClocks;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Event clocks that are stored right before each commit: to put every move into a store with a cache took a tenth of an event's time. */
public final class HookedEventClocks implements EventClocks {
    /** Name of the {@link CommitHook}. */
    static final String HOOK = "clock-before-commit";

    private final StoreBuilder<CommitHook> hook;

    /**
     * Clocks of one topology.
     *
     * @param guard is asked by the producer that commits what was read
     */
    public HookedEventClocks(CommitGuard guard) {
        this.hook = CommitHook.builder(HOOK, guard);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(EventClocks.store(), hook);
    }

    @Override
    public EventClock open(ProcessingContext task) {
        var clock = new StoredClock(task.getStateStore(STORE), task.taskId().partition());
        CommitHook ofTask = task.getStateStore(HOOK);
        clock.isToldOfCommits = ofTask.arm(task, clock);
        return clock;
    }

    private static final class StoredClock implements EventClock, CommitHook.Holder {
        private final KeyValueStore<Integer, Long> store;
        private final int partition;
        private boolean isToldOfCommits;
        private long storedMillis;
        private long millis;

        private StoredClock(KeyValueStore<Integer, Long> store, int partition) {
            this.store = store;
            this.partition = partition;
            this.storedMillis = EventClocks.stored(store, partition);
            this.millis = storedMillis;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public void accepted(long timeMillis) {
            millis = StreamTime.advance(millis, timeMillis);
            if (!isToldOfCommits) {
                beforeCommit();
            }
        }

        @Override
        public void finish() {}

        @Override
        public void beforeCommit() {
            if (millis != storedMillis) {
                store.put(partition, millis);
                storedMillis = millis;
            }
        }

        @Override
        public boolean holdsAny() {
            return millis != storedMillis;
        }

        @Override
        public void forget() {
            millis = storedMillis;
        }
    }
}
