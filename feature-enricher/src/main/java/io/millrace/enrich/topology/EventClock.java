package io.millrace.enrich.topology;

import io.millrace.enrich.contract.StreamTime;

/** The latest event time that a task has accepted. Never goes back. Confined to the thread of its task. */
public interface EventClock {
    /** In milliseconds since the epoch; {@link StreamTime#UNKNOWN} before the first event. */
    long millis();

    /** An event of this time has been accepted. */
    void accepted(long timeMillis);
}
