package io.millrace.enrich.window;

/**
 * One aggregate of one window.
 *
 * @param column position in the layout of what is aggregated; {@link #NONE} for a count of all entries, and for the time since
 *     any last one
 * @param other position of the second column: y of {@code ratio(x, y)}; of {@code lag}, the column that an entry must have a
 *     value in to be counted; {@link #NONE} elsewhere
 * @param parameter n of {@code lag(x, n)}, q of {@code quantile(x, q)}; 0 elsewhere
 */
public record Measure(Aggregate aggregate, int column, int other, double parameter) {
    /** In place of a column. */
    public static final int NONE = -1;

    private static final double MILLIS_PER_SECOND = 1_000.0;

    /** An aggregate of one column and nothing else. */
    public Measure(Aggregate aggregate, int column) {
        this(aggregate, column, NONE, 0);
    }

    /** The number; NaN where it is missing. */
    public double of(WindowView window) {
        return switch (aggregate) {
            case LAG -> window.before((int) parameter, other, column);
            case DISTINCT -> window.digest().distinct(column);
            case QUANTILE -> window.digest().quantile(column, parameter);
            case TIME_SINCE_LAST -> secondsSinceLast(window.summary(), window.timeMillis());
            default -> of(window.summary());
        };
    }

    /** For aggregates that need no more than a summary. */
    double of(Summary window) {
        return switch (aggregate) {
            case COUNT -> column == NONE ? window.count() : window.valued(column);
            case SUM -> window.sum(column);
            case MEAN -> window.valued(column) == 0 ? Double.NaN : window.sum(column) / window.valued(column);
            case STDDEV ->
                window.valued(column) < 2 ? Double.NaN : Math.sqrt(window.spread(column) / (window.valued(column) - 1));
            case MIN -> window.minimum(column);
            case MAX -> window.maximum(column);
            case FIRST -> window.first(column);
            case LAST -> window.last(column);
            case DELTA -> window.last(column) - window.first(column);
            case RATE -> rate(window);
            case RATIO -> window.sum(other) == 0 ? Double.NaN : window.sum(column) / window.sum(other);
            case EWMA -> window.decayedMean(column);
            case LAG, DISTINCT, QUANTILE, TIME_SINCE_LAST ->
                throw new IllegalArgumentException(aggregate + " needs more than a summary");
        };
    }

    private double rate(Summary window) {
        double delta = window.last(column) - window.first(column);
        long millis = window.lastTime(column) - window.firstTime(column);
        return Double.isNaN(delta) || millis == 0 ? Double.NaN : delta / (millis / MILLIS_PER_SECOND);
    }

    private double secondsSinceLast(Summary window, long timeMillis) {
        if (column == NONE) {
            return window.count() == 0 ? Double.NaN : (timeMillis - window.maxTime()) / MILLIS_PER_SECOND;
        }
        return window.valued(column) == 0 ? Double.NaN : (timeMillis - window.lastTime(column)) / MILLIS_PER_SECOND;
    }
}
