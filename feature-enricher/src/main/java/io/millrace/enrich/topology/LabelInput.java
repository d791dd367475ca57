package io.millrace.enrich.topology;

/** What comes to the label stage. */
sealed interface LabelInput {
    /** An accepted event, or word from a sender of events. */
    record OfEvents(HopMessage message) implements LabelInput {}

    /** A record of the outcomes topic. */
    record OfOutcomes(Incoming incoming) implements LabelInput {}
}
