package io.millrace.drift.topology;

import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Tells a processor when what it has read is about to be committed, so that it may keep its state in memory until then and write it once
 * a commit instead of once a record. Kafka Streams offers nothing for it; whoever can do without that has {@link #UNANNOUNCED}.
 */
public interface Commits {
    /** Commits come unannounced: state is written with every record. */
    Commits UNANNOUNCED = new Commits() {
        @Override
        public List<StoreBuilder<?>> stores() {
            return List.of();
        }

        @Override
        public boolean announceTo(ProcessorContext<?, ?> processor, Holder holder) {
            return false;
        }
    };

    /** Who keeps state in memory. Called by the thread of its task. */
    interface Holder {
        /** Writes everything that is not in the stores yet: what was read will be committed now. */
        void write();

        /** Whether there is anything to write. */
        boolean holdsAny();

        /** Drops what was not written: it is read again. */
        void forget();
    }

    /** Stores that the processor must be connected to; the same builders each time. */
    List<StoreBuilder<?>> stores();

    /**
     * From now on tells a holder of every commit; to be called from its processor's {@code init}.
     *
     * @return false if commits cannot be told: then nothing may be kept in memory
     */
    boolean announceTo(ProcessorContext<?, ?> processor, Holder holder);
}
