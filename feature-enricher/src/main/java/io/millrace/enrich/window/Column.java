package io.millrace.enrich.window;

import java.util.Set;

/**
 * One value kept of every event of a key.
 *
 * @param expression what it is, as written in the pipeline file: part of the fingerprint of the stored state
 * @param statistics what summaries keep of it
 * @param halfLifeMillis of {@link Statistic#DECAYED}, positive; 0 without it
 */
public record Column(String expression, Set<Statistic> statistics, long halfLifeMillis) {
    public Column {
        statistics = Set.copyOf(statistics);
        if (statistics.contains(Statistic.SPREAD) && !statistics.contains(Statistic.SUM)) {
            throw new IllegalArgumentException("SPREAD is merged with the help of SUM: " + statistics);
        }
        if (statistics.contains(Statistic.DECAYED) && !statistics.contains(Statistic.LAST)) {
            throw new IllegalArgumentException("DECAYED is merged with the help of LAST: " + statistics);
        }
        if (statistics.contains(Statistic.DECAYED) ? halfLifeMillis <= 0 : halfLifeMillis != 0) {
            throw new IllegalArgumentException("a half-life of " + halfLifeMillis + " ms for " + statistics);
        }
    }

    /** A column without a half-life. */
    public Column(String expression, Set<Statistic> statistics) {
        this(expression, statistics, 0);
    }

    int mask() {
        return statistics.stream().mapToInt(Statistic::bit).sum();
    }
}
