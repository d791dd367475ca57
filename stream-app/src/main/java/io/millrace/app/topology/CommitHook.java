package io.millrace.app.topology;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorContextImpl;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Has a processor finish what it holds back before the records it has read are committed. Kafka Streams offers nothing for it, but
 * flushes the caches of its own stores at that moment, forwards from there, and only then asks for the offsets: a store that says it
 * has a cache is asked too. Other moments that seem to serve come too late (ADR 20).
 *
 * <p>The only class that knows internals of Kafka Streams. It believes none of them: {@link #arm} tries them out on the task itself, and a
 * commit that comes without being announced is refused by the {@link CommitGuard} before it is made. Keeps nothing and is not logged. Confined to the thread of its task.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private final CommitGuard guard;
    private final BooleanSupplier holdsAny = this::holdsAny;
    private @Nullable Holder holder;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private int asked;
    private boolean open;

    /** Who holds something back. */
    interface Holder {
        /** Forwards all that is held back. */
        void finish();

        /** What was read will be committed now, unless the task is given up; nothing is held back. */
        void beforeCommit();

        /** Whether anything is held back. */
        boolean holdsAny();

        /** Drops what is held back: it is read again. */
        void forget();
    }

    private CommitHook(String name, CommitGuard guard) {
        this.name = name;
        this.guard = guard;
    }

    /** Makes a hook for each task; to be connected to the one processor that uses it. */
    public static StoreBuilder<CommitHook> builder(String name, CommitGuard guard) {
        return new AbstractStoreBuilder<byte[], byte[], CommitHook>(name, null, null, Time.SYSTEM) {
            @Override
            public CommitHook build() {
                return new CommitHook(name(), guard);
            }
        }.withLoggingDisabled();
    }

    /**
     * Begins to work for a processor; to be called from its {@code init}.
     *
     * @return false where this Kafka Streams does not behave as it must: then nothing may be held back
     */
    boolean arm(ProcessingContext ofProcessor, Holder who) {
        try {
            if (ofProcessor instanceof ProcessorContextImpl inside
                    && asksBeforeCommits(inside)
                    && canBeElsewhere(inside)) {
                context = inside;
                node = inside.currentNode();
                holder = who;
                guard.watch(holdsAny);
                return true;
            }
        } catch (LinkageError | RuntimeException e) { // an internal class may be anything in another version
            return false;
        }
        return false;
    }

    private boolean asksBeforeCommits(ProcessorContextImpl inside) {
        int before = asked;
        inside.stateManager().flushCache(); // what a task does first when it prepares a commit
        return asked == before + 1;
    }

    private boolean canBeElsewhere(ProcessorContextImpl inside) {
        var node = inside.currentNode();
        var record = inside.recordContext();
        var elsewhere = new ProcessorRecordContext(1, 2, 3, name, new RecordHeaders());
        inside.setRecordContext(elsewhere);
        inside.setCurrentNode(null);
        boolean was = elsewhere.equals(inside.recordContext()) && inside.currentNode() == null;
        inside.setCurrentNode(node);
        inside.setRecordContext(record);
        return was && node != null && inside.currentNode() == node;
    }

    /** Where the record that is being processed came from. */
    RecordMetadata here() {
        return armed().recordContext();
    }

    /**
     * From now on records that are forwarded came from there.
     *
     * @param place of {@link #here}
     */
    void goTo(RecordMetadata place) {
        armed().setRecordContext((ProcessorRecordContext) place);
    }

    private InternalProcessorContext<?, ?> armed() {
        if (context == null) {
            throw new IllegalStateException("not armed");
        }
        return context;
    }

    /** Called by the task before it asks which offsets to commit, and once more when it is given up. */
    @Override
    public void flushCache() {
        asked++;
        if (holder == null || context == null) {
            return;
        }
        var processing = context.currentNode();
        var record = context.recordContext();
        context.setCurrentNode(node);
        try {
            holder.finish();
            holder.beforeCommit();
        } finally {
            context.setCurrentNode(processing);
            context.setRecordContext(record);
        }
    }

    @Override
    public void clearCache() {
        if (holder != null) {
            holder.forget();
        }
    }

    private boolean holdsAny() {
        return holder != null && holder.holdsAny();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {}

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void init(StateStoreContext ofTask, StateStore root) {
        ofTask.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        guard.forget(holdsAny);
        holder = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
