package io.millrace.enrich.contract;

import org.jspecify.annotations.Nullable;

/** What a {@link RateGuard} remembers of keys, in pieces of event time. Confined to one thread. */
public interface CountedEvents {
    /**
     * What was put last.
     *
     * @param startMillis of the piece, 0 or later
     * @return not to be changed; null if there is nothing
     */
    byte @Nullable [] get(String key, long startMillis);

    /**
     * Remembers a piece, in place of what was put before.
     *
     * @param piece kept, not copied
     */
    void put(String key, long startMillis, byte[] piece);
}
