package io.millrace.enrich.window;

import java.util.Set;

/**
 * One value kept of every event of a key.
 *
 * @param expression what it is, as written in the pipeline file: part of the fingerprint of the stored state
 * @param statistics what summaries keep of it
 */
public record Column(String expression, Set<Statistic> statistics) {
    public Column {
        statistics = Set.copyOf(statistics);
        if (statistics.contains(Statistic.SPREAD) && !statistics.contains(Statistic.SUM)) {
            throw new IllegalArgumentException("SPREAD is merged with the help of SUM: " + statistics);
        }
    }

    int mask() {
        return statistics.stream().mapToInt(Statistic::bit).sum();
    }
}
