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
     * @param partition where that station has the event; {@link #BY_KEY} where every event of the key is
     * @param timeMillis when the event happened
     * @param countsFromMillis earlier events do not see it: when it became known, and the time to settle
     * @param entries see {@link io.millrace.enrich.plan.Station#labelled}; kept, not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Labelled(int partition, long timeMillis, long countsFromMillis, double[][] entries, Watermark watermark)
            implements HopMessage {
        /** In place of a partition: the one that the key belongs to. */
        static final int BY_KEY = -1;
    }

    /** Says how far a sender is, to every partition. */
    record Announced(Watermark watermark) implements HopMessage {}
}
