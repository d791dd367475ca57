package io.millrace.enrich.label;

import org.jspecify.annotations.Nullable;

/**
 * Outcomes whose event has not come yet, by its id. Confined to one thread.
 *
 * @param <O> what is kept of an outcome
 */
public interface WaitingOutcomes<O> {
    /** One that waits, and since when it is known. */
    record Waiting<O>(long knownMillis, O outcome) {}

    @Nullable
    Waiting<O> get(String id);

    void put(String id, Waiting<O> outcome);

    void delete(String id);
}
