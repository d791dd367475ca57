package io.millrace.drift.outcome;

/** Knows whether there is more to read. Asked by stream threads, several at once, each of partitions that it reads. */
@FunctionalInterface
public interface Unread {
    /** Whether a partition has, or for all that is known may have, records that were not read yet. */
    boolean hasMore(String topic, int partition);
}
