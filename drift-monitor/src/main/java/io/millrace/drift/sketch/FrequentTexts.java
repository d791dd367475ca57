package io.millrace.drift.sketch;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The most frequent of many texts (Misra and Gries, 1982; merging by Agarwal et al., 2012). Exact while there were at
 * most {@value #MOST} different ones; beyond, a count is understated, by at most {@link #understatedBy}, and a text
 * that came more often than that is certainly among them. Not safe for use by several threads.
 */
public final class FrequentTexts {
    /** How many texts are kept. */
    public static final int MOST = 12;

    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long total;

    FrequentTexts() {}

    void add(String text) {
        total++;
        if (counts.containsKey(text) || counts.size() < MOST) {
            counts.merge(text, 1L, Long::sum);
        } else {
            lower(1);
        }
    }

    void merge(FrequentTexts other) {
        total += other.total;
        other.counts.forEach((text, count) -> counts.merge(text, count, Long::sum));
        if (counts.size() > MOST) {
            lower(counts.values().stream()
                    .sorted(Comparator.reverseOrder())
                    .skip(MOST)
                    .findFirst()
                    .orElseThrow());
        }
    }

    private void lower(long by) {
        counts.values().removeIf(count -> count <= by);
        counts.replaceAll((text, count) -> count - by);
    }

    /** As it was before. */
    void restore(String text, long count) {
        counts.put(text, count);
    }

    /** As it was before. */
    void restoreTotal(long texts) {
        total = texts;
    }

    /** How often each text came, at least; in their order. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /** How many texts there were, with repetitions. */
    public long total() {
        return total;
    }

    /** By how much a count is understated at most, and how often a text came at most that is not there. */
    public long understatedBy() {
        return (total - kept()) / (MOST + 1);
    }

    /** The sum of all counts, at most {@link #total}. */
    long kept() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
