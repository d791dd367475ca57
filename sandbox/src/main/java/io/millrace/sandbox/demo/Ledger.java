package io.millrace.sandbox.demo;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Holds every published record against what came out for it. A record is known by its partition and offset, so an event
 * id that was published twice is two records. Pure bookkeeping; thread-safe: publisher and reader write at the same time,
 * in either order.
 */
final class Ledger {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Map<Place, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHistogram latencyMicros = new ConcurrentHistogram(LONGEST_MICROS, 3);

    private record Place(int partition, long offset) {}

    private static final class Entry {
        boolean published;
        Set<String> expectedReasons = Set.of();
        long sentNanos;
        int predictions;
        int deadLetters;

        @Nullable
        String reason;
    }

    /**
     * @param expectedReasons empty when a prediction must come, else the reason codes one of which the dead letter must have
     * @param sentNanos       {@link System#nanoTime} when it was handed to the producer
     */
    void published(int partition, long offset, Set<String> expectedReasons, long sentNanos) {
        var entry = entry(partition, offset);
        synchronized (entry) {
            entry.published = true;
            entry.expectedReasons = expectedReasons;
            entry.sentNanos = sentNanos;
        }
    }

    /** A committed prediction was read. */
    void predicted(int partition, long offset, long seenNanos) {
        var entry = entry(partition, offset);
        synchronized (entry) {
            entry.predictions++;
            if (entry.published) {
                long micros = TimeUnit.NANOSECONDS.toMicros(seenNanos - entry.sentNanos);
                latencyMicros.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
            }
        }
    }

    /** A committed dead letter was read. */
    void rejected(int partition, long offset, String reason) {
        var entry = entry(partition, offset);
        synchronized (entry) {
            entry.deadLetters++;
            entry.reason = reason;
        }
    }

    private Entry entry(int partition, long offset) {
        return entries.computeIfAbsent(new Place(partition, offset), place -> new Entry());
    }

    /**
     * @param events        records published
     * @param predictions   predictions read
     * @param deadLetters   dead letters read, by reason
     * @param missing       published records with neither
     * @param duplicated    outcomes beyond the first of a record, and outcomes of records nobody published
     * @param unexpected    records whose one outcome was not the one they should have had
     */
    record Tally(
            long events,
            long predictions,
            Map<String, Long> deadLetters,
            long missing,
            long duplicated,
            long unexpected) {
        /** Records that have some outcome. */
        long settled() {
            return events - missing;
        }
    }

    /** Milliseconds from publishing to being readable under read_committed, at 50, 95 and 99 per cent. */
    record Latency(double p50, double p95, double p99) {}

    Latency latencyMillis() {
        return new Latency(percentileMillis(50), percentileMillis(95), percentileMillis(99));
    }

    private double percentileMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Counts everything; exact once publishing has stopped. */
    Tally tally() {
        long events = 0;
        long predictions = 0;
        long missing = 0;
        long duplicated = 0;
        long unexpected = 0;
        var deadLetters = new TreeMap<String, Long>();
        for (var entry : entries.values()) {
            synchronized (entry) {
                int outcomes = entry.predictions + entry.deadLetters;
                predictions += entry.predictions;
                if (entry.reason != null) {
                    deadLetters.merge(entry.reason, (long) entry.deadLetters, Long::sum);
                }
                if (!entry.published) {
                    duplicated += outcomes;
                    continue;
                }
                events++;
                missing += outcomes == 0 ? 1 : 0;
                duplicated += Math.max(0, outcomes - 1);
                unexpected += outcomes == 1 && !asExpected(entry) ? 1 : 0;
            }
        }
        return new Tally(events, predictions, deadLetters, missing, duplicated, unexpected);
    }

    private static boolean asExpected(Entry entry) {
        return entry.reason == null ? entry.expectedReasons.isEmpty() : entry.expectedReasons.contains(entry.reason);
    }
}
