package io.millrace.drift.topology;

import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands the reports of the partitions to the {@link WindowBoard}, which begins anew each time the task does. */
final class JudgeWindows implements Processor<byte[], PartitionReport, String, SpecificRecord> {
    private final Function<ProcessorContext<String, SpecificRecord>, WindowBoard> begin;
    private @Nullable WindowBoard board;

    JudgeWindows(Function<ProcessorContext<String, SpecificRecord>, WindowBoard> begin) {
        this.begin = begin;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        board = begin.apply(context);
    }

    @Override
    public void process(Record<byte[], PartitionReport> report) {
        Objects.requireNonNull(board, "not initialised").take(report.value(), report.timestamp());
    }

    @Override
    public void close() {
        board = null;
    }
}
