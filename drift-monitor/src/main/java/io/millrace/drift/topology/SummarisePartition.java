package io.millrace.drift.topology;

import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands the predictions of a task to its {@link PartitionSummary}, which begins anew each time the task does. */
final class SummarisePartition implements Processor<byte[], byte[], byte[], Summarised> {
    private final MonitorSettings settings;
    private final Function<ProcessorContext<byte[], Summarised>, PartitionSummary> begin;
    private @Nullable PartitionSummary summary;

    SummarisePartition(
            MonitorSettings settings, Function<ProcessorContext<byte[], Summarised>, PartitionSummary> begin) {
        this.settings = settings;
        this.begin = begin;
    }

    @Override
    public void init(ProcessorContext<byte[], Summarised> context) {
        var begun = begin.apply(context);
        context.schedule(settings.reportEvery(), PunctuationType.WALL_CLOCK_TIME, ignored -> begun.report());
        summary = begun;
    }

    @Override
    public void process(Record<byte[], byte[]> prediction) {
        Objects.requireNonNull(summary, "not initialised").add(prediction);
    }

    @Override
    public void close() {
        summary = null;
    }
}
