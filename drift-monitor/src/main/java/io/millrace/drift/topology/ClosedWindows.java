package io.millrace.drift.topology;

/**
 * What the judge remembers of the stream as a whole. All in milliseconds since 1970-01-01T00:00:00Z.
 *
 * @param firstReportMillis wall clock of the first report ever
 * @param firstEventMillis smallest event time counted in a window that was open then; {@link Long#MAX_VALUE} before it
 * @param untilMillis windows that end at or before this are closed; {@link Long#MIN_VALUE} if none is
 */
record ClosedWindows(long firstReportMillis, long firstEventMillis, long untilMillis) {

    static ClosedWindows noneAsOf(long firstReportMillis) {
        return new ClosedWindows(firstReportMillis, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    ClosedWindows withEvent(long eventTimeMillis) {
        return new ClosedWindows(firstReportMillis, Math.min(firstEventMillis, eventTimeMillis), untilMillis);
    }

    ClosedWindows until(long millis) {
        return new ClosedWindows(firstReportMillis, firstEventMillis, millis);
    }
}
