package io.millrace.enrich.definition;

import java.time.Duration;

/** How far back an aggregate looks. */
public sealed interface Span {
    /** The events of a length of time, left open, right closed. */
    record Lasting(Duration length) implements Span {}

    /**
     * The latest events by event time, then arrival, however long ago.
     *
     * @param events positive
     */
    record Latest(int events) implements Span {}

    /** All events there ever were. */
    record Ever() implements Span {}
}
