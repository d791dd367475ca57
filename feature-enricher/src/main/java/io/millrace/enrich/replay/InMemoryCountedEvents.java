package io.millrace.enrich.replay;

import io.millrace.enrich.contract.CountedEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pieces in memory; those that can no longer matter are forgotten as event time goes on. */
final class InMemoryCountedEvents implements CountedEvents {
    private final long memoryMillis;
    private final TreeMap<Long, Map<String, byte[]>> byStart = new TreeMap<>();

    /** @param memoryMillis pieces this much older than the newest are forgotten */
    InMemoryCountedEvents(long memoryMillis) {
        this.memoryMillis = memoryMillis;
    }

    @Override
    public byte @Nullable [] get(String key, long startMillis) {
        Map<String, byte[]> pieces = byStart.get(startMillis);
        return pieces == null ? null : pieces.get(key);
    }

    @Override
    public void put(String key, long startMillis, byte[] piece) {
        byStart.computeIfAbsent(startMillis, first -> new HashMap<>()).put(key, piece);
        byStart.headMap(byStart.lastKey() - memoryMillis, true).clear();
    }
}
