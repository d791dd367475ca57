package io.millrace.drift.topology;

import io.millrace.drift.window.Progress;
import org.apache.kafka.common.utils.Bytes;

/** What one partition of the predictions tells the judge. The latest report on a matter replaces the ones before it. */
sealed interface PartitionReport extends Summarised {
    /** The partition of the predictions that reports. */
    int partition();

    /**
     * A part of everything the partition has counted in one window so far: told when no row can join the window any more, or the
     * partition has fallen idle. The head of the whole is told first, and replaces all parts told before.
     *
     * @param windowStartMillis start of the window
     * @param added how many of its rows are new since they were told before, said with the head of the whole and otherwise 0; 0 after a
     *     restart, when that is not known
     * @param earliestMillis smallest event time counted
     * @param part which, as {@link io.millrace.drift.window.Part} wrote it
     * @param rows what was counted, as {@link io.millrace.drift.window.WindowCodec} wrote it
     */
    record Counted(int partition, long windowStartMillis, long added, long earliestMillis, Bytes part, Bytes rows)
            implements PartitionReport {}

    /** How far the partition has come; follows the counts it stands for. */
    record Reached(int partition, Progress progress) implements PartitionReport {}
}
