package io.millrace.enrich.contract;

/** Which ids were accepted, and when they happened. Confined to one thread. */
public interface SeenEvents {
    /** Whether the id was remembered with an event time from {@code fromMillis} to {@code toMillis}, both included. */
    boolean seenBetween(String id, long fromMillis, long toMillis);

    void remember(String id, long timeMillis);
}
