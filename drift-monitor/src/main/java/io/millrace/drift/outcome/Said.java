package io.millrace.drift.outcome;

/**
 * What has been said of windows. Milliseconds of event time; {@link Long#MIN_VALUE} for none.
 *
 * @param endedMillis something has been said of windows that end by then
 * @param closedMillis the last has been said of windows that end by then
 */
record Said(long endedMillis, long closedMillis) {
    static final Said NOTHING = new Said(Long.MIN_VALUE, Long.MIN_VALUE);
}
