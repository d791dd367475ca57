package io.millrace.enrich.replay;

import io.millrace.enrich.contract.SeenEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ids in memory; those that can no longer matter are forgotten as event time goes on. */
final class InMemorySeenEvents implements SeenEvents {
    private final long memoryMillis;
    private final Map<String, TreeSet<Long>> timesById = new HashMap<>();
    private final TreeMap<Long, TreeSet<String>> idsByTime = new TreeMap<>();

    /** @param memoryMillis ids this much older than the newest are forgotten */
    InMemorySeenEvents(long memoryMillis) {
        this.memoryMillis = memoryMillis;
    }

    @Override
    public boolean seenBetween(String id, long fromMillis, long toMillis) {
        TreeSet<Long> times = timesById.get(id);
        if (times == null) {
            return false;
        }
        Long first = times.ceiling(fromMillis);
        return first != null && first <= toMillis;
    }

    @Override
    public void remember(String id, long timeMillis) {
        timesById.computeIfAbsent(id, unknown -> new TreeSet<>()).add(timeMillis);
        idsByTime.computeIfAbsent(timeMillis, unknown -> new TreeSet<>()).add(id);
        var expired = idsByTime.headMap(idsByTime.lastKey() - memoryMillis, true);
        expired.forEach((time, ids) -> ids.forEach(old -> forget(old, time)));
        expired.clear();
    }

    private void forget(String id, Long timeMillis) {
        TreeSet<Long> times = timesById.get(id);
        if (times != null && times.remove(timeMillis) && times.isEmpty()) {
            timesById.remove(id);
        }
    }
}
