package io.millrace.app.topology;

import static java.util.Objects.requireNonNull;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.drift.topology.Commits;
import io.millrace.drift.window.RowCounter;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers that it is given, all or a sample, for the monitor, and tells what it has counted since the last commit right before the next: in the same
 * transaction as the answers, so it needs no state. What it tells is keyed by its partition, where the monitor merges it.
 */
final class CountRows implements Processor<byte[], ScoreOutcome, Integer, byte[]>, Commits.Holder {
    /** Name of its {@link CommitHook}. */
    static final String HOOK = "count-before-commit";

    private final Counting counting;
    private final Commits commits;
    private final Clock clock;
    private boolean announced;
    private @Nullable Task task;

    /** What it has while it runs. */
    private record Task(
            ProcessorContext<Integer, byte[]> context, int partition, ScoredRows rows, RowCounter counter) {}

    /** @param clock gives what is told its timestamp: it is kept as long as the topic keeps messages, whatever time it is about */
    CountRows(Counting counting, Commits commits, Clock clock) {
        this.counting = counting;
        this.commits = commits;
        this.clock = clock;
    }

    /** Sends what a task has counted where its number says. */
    static StreamPartitioner<Integer, byte[]> byTask() {
        return (topic, task, value, partitions) -> Optional.of(Set.of(task % partitions));
    }

    @Override
    public void init(ProcessorContext<Integer, byte[]> context) {
        int partition = context.taskId().partition();
        task = new Task(context, partition, counting.rows(), counting.counter());
        announced = commits.announceTo(context, this);
    }

    @Override
    public void process(Record<byte[], ScoreOutcome> record) {
        var running = running();
        running.counter.add(running.rows.of((Scored) record.value()));
        if (!announced) {
            write();
        }
    }

    @Override
    public void write() {
        var running = running();
        for (byte[] slice : running.counter.take()) {
            running.context.forward(new Record<>(running.partition, slice, clock.millis()));
        }
    }

    @Override
    public boolean holdsAny() {
        return task != null && !task.counter.isEmpty();
    }

    @Override
    public void forget() {
        running().counter.forget();
    }

    private Task running() {
        return requireNonNull(task, "not initialised");
    }

    @Override
    public void close() {
        task = null;
    }
}
