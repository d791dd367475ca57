package io.millrace.drift.outcome;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands the records of a task to whoever takes them, who begins anew each time the task does. */
final class Task<K, V, L, W> implements Processor<K, V, L, W> {
    private final Function<ProcessorContext<L, W>, Consumer<Record<K, V>>> begin;
    private @Nullable Consumer<Record<K, V>> begun;

    Task(Function<ProcessorContext<L, W>, Consumer<Record<K, V>>> begin) {
        this.begin = begin;
    }

    @Override
    public void init(ProcessorContext<L, W> context) {
        begun = begin.apply(context);
    }

    @Override
    public void process(Record<K, V> record) {
        Objects.requireNonNull(begun, "not initialised").accept(record);
    }

    @Override
    public void close() {
        begun = null;
    }
}
