package io.millrace.enrich.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Up to which event time, inclusive, the windows of a station that end before their event and those over labels are final, in each
 * partition: told by whoever writes it, asked by whoever reads it. Safe for concurrent use.
 */
public final class Frontiers {
    /** Of a partition that nobody writes here. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private final Map<Integer, AtomicLong> byPartition = new ConcurrentHashMap<>();

    /** The one of a partition, to be kept and set by whoever writes it: {@link #UNKNOWN} before and after. */
    public AtomicLong of(int partition) {
        return byPartition.computeIfAbsent(partition, first -> new AtomicLong(UNKNOWN));
    }

    long millis(int partition) {
        AtomicLong frontier = byPartition.get(partition);
        return frontier == null ? UNKNOWN : frontier.get();
    }
}
