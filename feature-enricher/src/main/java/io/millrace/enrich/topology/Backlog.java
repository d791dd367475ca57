package io.millrace.enrich.topology;

/** Knows whether there is more to read. Asked by stream threads, several at once. */
@FunctionalInterface
public interface Backlog {
    /** Whatever there is has been read. */
    Backlog NONE = (topic, partition) -> false;

    /** Whether a partition this instance reads has, or for all it knows may have, records that were not read yet. */
    boolean hasMore(String topic, int partition);
}
