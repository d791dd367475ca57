package io.millrace.drift.outcome;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads records of the outcomes topic. For one thread. */
@FunctionalInterface
public interface OutcomeReader {
    /**
     * An outcome, and of which event.
     *
     * @param id the event's
     */
    record Read(String id, Outcome outcome) {}

    /**
     * Reads one.
     *
     * @param publishedMillis Kafka's timestamp
     * @return empty for a record that says nothing about an event
     */
    Optional<Read> read(byte @Nullable [] key, byte @Nullable [] value, long publishedMillis);
}
