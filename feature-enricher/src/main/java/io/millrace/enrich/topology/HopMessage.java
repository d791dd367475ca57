package io.millrace.enrich.topology;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.progress.Watermark;

/** What a stage sends to the next, in the same task or over a hop. */
sealed interface HopMessage {
    /** How far the sender was when it sent this; what it sends after this happened then or later. */
    Watermark watermark();

    /** An event on its way; its record's key is that of the stage it travels to. */
    record Passing(Event event, Watermark watermark) implements HopMessage {}

    /**
     * What became of an event, for the station whose key the record has.
     *
     * @param timeMillis when the event happened
     * @param countsFromMillis earlier events do not see it: when it became known, and the time to settle
     * @param entries see {@link io.millrace.enrich.plan.Station#labelled}; kept, not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Labelled(long timeMillis, long countsFromMillis, double[][] entries, Watermark watermark)
            implements HopMessage {}

    /** Says how far a sender is, to every partition. */
    record Announced(Watermark watermark) implements HopMessage {}
}
