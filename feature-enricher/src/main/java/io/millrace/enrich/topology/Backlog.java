package io.millrace.enrich.topology;

/** Knows whether there is more to read. Asked by stream threads, several at once, each of partitions that it reads. */
@FunctionalInterface
public interface Backlog {
    /** Whatever there is has been read. */
    Backlog NONE = (topic, partition) -> false;

    /**
     * Whether a partition has, or for all that is known may have, records that were not read yet. What was published a tenth of a
     * second ago counts.
     */
    boolean hasMore(String topic, int partition);
}
