package io.millrace.app.topology;

import io.millrace.drift.topology.Commits;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces commits by a {@link CommitHook}, where this Kafka Streams is one that it works with. */
public final class HookedCommits implements Commits {
    private static final Logger LOG = LoggerFactory.getLogger(HookedCommits.class);

    private final StoreBuilder<CommitHook> hook;

    /**
     * For one processor of a topology.
     *
     * @param name of the hook
     * @param guard is asked by the producer that commits what was read
     */
    public HookedCommits(String name, CommitGuard guard) {
        this.hook = CommitHook.builder(name, guard);
    }

    @Override
    public List<StoreBuilder<?>> stores() {
        return List.of(hook);
    }

    @Override
    public boolean announceTo(ProcessorContext<?, ?> processor, Holder holder) {
        CommitHook ofTask = processor.getStateStore(hook.name());
        if (ofTask.arm(processor, new Writing(holder))) {
            return true;
        }
        LOG.atWarn()
                .addKeyValue("task", processor.taskId())
                .log(
                        "this Kafka Streams does not say when it is about to commit: what was counted is written with every prediction");
        return false;
    }

    /** What is held back is written, or told, when everything before it in the topology is finished. */
    private record Writing(Holder holder) implements CommitHook.Holder {
        @Override
        public void finish() {}

        @Override
        public void beforeCommit() {
            holder.write();
        }

        @Override
        public boolean holdsAny() {
            return holder.holdsAny();
        }

        @Override
        public void forget() {
            holder.forget();
        }
    }
}
