package io.millrace.drift.topology;

import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.SliceCodec.Slice;
import org.jspecify.annotations.Nullable;

/** What the monitor has read. */
sealed interface Reading {
    /** A prediction. */
    record Row(Observation observation) implements Reading {}

    /** What has been counted of predictions elsewhere. */
    record Counted(Slice slice) implements Reading {}

    /**
     * Nothing that could be counted.
     *
     * @param detail what exactly is wrong, for people
     */
    record Unreadable(Reason reason, String detail) implements Reading {}

    /** Reads records; of one task. */
    @FunctionalInterface
    interface Reader {
        Reading read(byte @Nullable [] value);
    }
}
