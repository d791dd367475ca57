package io.millrace.enrich.window;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A number made of the entries of a window. Missing values (NaN) do not take part; NaN is also the answer where there is none. */
public enum Aggregate {
    /** Number of entries, whatever their values; 0 for an empty window. Takes no expression. Exact. */
    COUNT,
    /** Sum; 0 for an empty window. */
    SUM,
    /** Arithmetic mean; missing for an empty window. */
    MEAN,
    /**
     * Sample standard deviation, {@code sqrt(sum((x - mean)^2) / (n - 1))}; missing below two values. Merged by the parallel
     * formula of Chan, Golub and LeVeque (1979), which does not cancel.
     */
    STDDEV,
    /** Smallest value; missing for an empty window. Exact. */
    MIN,
    /** Largest value; missing for an empty window. Exact. */
    MAX,
    /** Value of the latest entry that has one, by event time, then arrival; missing for an empty window. Exact. */
    LAST;

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

    /** What summaries must keep for this. */
    public Set<Statistic> needs() {
        return switch (this) {
            case COUNT -> Set.of();
            case SUM, MEAN -> Set.of(Statistic.SUM);
            case STDDEV -> Set.of(Statistic.SUM, Statistic.SPREAD);
            case MIN -> Set.of(Statistic.MINIMUM);
            case MAX -> Set.of(Statistic.MAXIMUM);
            case LAST -> Set.of(Statistic.LAST);
        };
    }

    /**
     * This aggregate of one column of a window.
     *
     * @param column position in the layout; ignored by {@link #COUNT}
     */
    public double of(Summary window, int column) {
        return switch (this) {
            case COUNT -> window.count();
            case SUM -> window.sum(column);
            case MEAN -> window.valued(column) == 0 ? Double.NaN : window.sum(column) / window.valued(column);
            case STDDEV ->
                window.valued(column) < 2 ? Double.NaN : Math.sqrt(window.spread(column) / (window.valued(column) - 1));
            case MIN -> window.minimum(column);
            case MAX -> window.maximum(column);
            case LAST -> window.last(column);
        };
    }
}
