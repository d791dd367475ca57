package io.millrace.sandbox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A simulated world: a pure function of its settings. Immutable and safe for use by several threads. */
public sealed interface Simulator permits TransactionSimulator, SensorSimulator {
    Domain domain();

    /** Event time of the first possible event. */
    Instant start();

    /** From which event time on the world drifts; null for never. */
    @Nullable
    Instant driftAt();

    /** How many entities (customers or machines) the world has. */
    int population();

    /**
     * The stream from the start: references first, then events with time in [start, start + span) in order of event time,
     * and between and after them every outcome, when it becomes known. Simulated as it is read; each call begins anew and
     * gives the same messages, and a longer span gives the same events and more.
     *
     * @param span positive
     */
    Iterator<Message> messages(Duration span);
}
