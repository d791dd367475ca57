package io.millrace.drift.topology;

import io.millrace.drift.window.Progress;
import org.apache.kafka.common.utils.Bytes;

/** What one partition of the predictions tells the judge. The latest report on a matter replaces the ones before it. */
sealed interface PartitionReport extends Summarised {
    /** The partition of the predictions that reports. */
    int partition();

    /**
     * Everything the partition has counted in one window so far.
     *
     * @param windowStartMillis start of the window
     * @param added how many of these rows are new since the report before; 0 after a restart, when that is not known
     * @param earliestMillis smallest event time counted
     * @param rows the window's accumulator as {@link io.millrace.drift.window.WindowCodec} wrote it
     */
    record Counted(int partition, long windowStartMillis, long added, long earliestMillis, Bytes rows)
            implements PartitionReport {}

    /** How far the partition has come; follows the counts it stands for. */
    record Reached(int partition, Progress progress) implements PartitionReport {}
}
