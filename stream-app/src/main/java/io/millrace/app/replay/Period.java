package io.millrace.app.replay;

/**
 * Event times from one to another.
 *
 * @param fromMillis included
 * @param untilMillis excluded
 */
public record Period(long fromMillis, long untilMillis) {
    /** All there is. */
    public static final Period ALL = new Period(Long.MIN_VALUE, Long.MAX_VALUE);

    public Period {
        if (fromMillis >= untilMillis) {
            throw new IllegalArgumentException("nothing is between " + fromMillis + " and " + untilMillis);
        }
    }
}
