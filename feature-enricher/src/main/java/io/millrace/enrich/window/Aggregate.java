package io.millrace.enrich.window;

import io.millrace.sketch.DistinctSketch;
import io.millrace.sketch.QuantileSketch;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of number made of the entries of a window. Missing values (NaN) do not take part; unless said otherwise NaN is also
 * the answer where there is no value. "Latest" and "earliest" are by event time, then arrival.
 */
public enum Aggregate {
    /** Number of entries; 0 for an empty window. Exact. */
    COUNT,
    /** Sum; 0 for an empty window. */
    SUM(Statistic.SUM),
    /** Arithmetic mean. */
    MEAN(Statistic.SUM),
    /**
     * Sample standard deviation, {@code sqrt(sum((x - mean)^2) / (n - 1))}; missing below two values. Merged by the parallel
     * formula of Chan, Golub and LeVeque (1979), which does not cancel.
     */
    STDDEV(Statistic.SUM, Statistic.SPREAD),
    /** Smallest value. Exact. */
    MIN(Statistic.MINIMUM),
    /** Largest value. Exact. */
    MAX(Statistic.MAXIMUM),
    /** Earliest value. Exact. */
    FIRST(Statistic.FIRST),
    /** Latest value. Exact. */
    LAST(Statistic.LAST),
    /** {@code lag(x, n)}: the value of the entry n places before the latest one; missing if that entry has none. Exact. */
    LAG,
    /** Latest value less earliest value. Exact. */
    DELTA(Statistic.FIRST, Statistic.LAST),
    /** {@link #DELTA} per second between the two; missing where they have the same time. */
    RATE(Statistic.FIRST, Statistic.LAST),
    /** {@code ratio(x, y)}: sum of x over sum of y; missing where the latter is 0. */
    RATIO(Statistic.SUM),
    /** {@code ewma(x, half-life)}: mean weighted by {@code 2^(-age / half-life)}, whatever moment ages are counted from. */
    EWMA(Statistic.LAST, Statistic.DECAYED),
    /** Seconds from the latest entry to the event itself, which is left out. Exact to the millisecond. */
    TIME_SINCE_LAST(Statistic.LAST),
    /** Number of distinct values; 0 for an empty window. Exact below 512, then an estimate: {@link DistinctSketch}. */
    DISTINCT(Statistic.DISTINCT),
    /**
     * {@code quantile(x, q)}: the smallest value that at least the share q of values do not exceed. Exact up to 200 values,
     * then an estimate: {@link QuantileSketch}.
     */
    QUANTILE(Statistic.QUANTILE);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Statistic> needs;

    Aggregate(Statistic... needs) {
        this.needs = Set.of(needs);
    }

    /** By the name written in a pipeline file, {@code mean}; empty for any other word. */
    public static Optional<Aggregate> named(String word) {
        for (Aggregate aggregate : values()) {
            if (aggregate.word().equals(word)) {
                return Optional.of(aggregate);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What summaries must keep of its column. */
    public Set<Statistic> needs() {
        return needs;
    }
}
