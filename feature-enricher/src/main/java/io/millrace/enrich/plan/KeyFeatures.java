package io.millrace.enrich.plan;

import io.millrace.enrich.definition.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a station can tell of a key. */
public sealed interface KeyFeatures {
    /**
     * What an event of the key at a moment would see, without itself: of the same time, all events that have arrived, and of
     * labels, all that have been learnt.
     *
     * @param timeMillis the moment
     * @param newestMillis latest event time of the key
     * @param values of all aggregates of the station, in the plan's order
     */
    record Known(long timeMillis, long newestMillis, List<Value> values) implements KeyFeatures {
        public Known {
            values = List.copyOf(values);
        }
    }

    /**
     * One feature.
     *
     * @param number NaN where it is missing or pending
     * @param pending whether what its window holds at that moment may still change: it ends before the moment, or is over labels,
     *     and not everything that belongs into it has come from all partitions
     */
    record Value(Feature feature, double number, boolean pending) {
        /** A Double, a Long or a Boolean; null where it is missing or pending. */
        public @Nullable Object typed() {
            return feature.type().typed(number);
        }
    }

    /** No event of the key has come. */
    record NoHistory() implements KeyFeatures {}

    /**
     * Of what a window at that moment would hold, something may have been forgotten.
     *
     * @param knownFromMillis the earliest moment that can be told
     */
    record Forgotten(long knownFromMillis) implements KeyFeatures {}

    /** The key was written to each time it was looked at. */
    record Busy() implements KeyFeatures {}

    /** The state is not what this plan would have written; the message is for the operator. */
    record Unreadable(String message) implements KeyFeatures {}
}
