package io.millrace.sandbox.simulator;

import java.time.Duration;

/**
 * What goes wrong on the way of a stream's events. Each event suffers at most one fault.
 *
 * @param late      share of events delivered too late, in [0, 1]
 * @param duplicate share of events delivered twice, in [0, 1]
 * @param malformed share of events whose bytes arrive broken, in [0, 1]; the three together in [0, 1]
 * @param lateness  how far behind its stream the pipeline accepts an event; not negative
 */
public record Faults(double late, double duplicate, double malformed, Duration lateness) {
    public static final Duration LATENESS = Duration.ofHours(1);
    public static final Faults NONE = new Faults(0, 0, 0);

    public Faults {
        share("late", late);
        share("duplicate", duplicate);
        share("malformed", malformed);
        share("late, duplicate and malformed together", late + duplicate + malformed);
        if (lateness.isNegative()) {
            throw new IllegalArgumentException("lateness must not be negative, was " + lateness);
        }
    }

    /** For a pipeline with the default lateness, {@link #LATENESS}. */
    public Faults(double late, double duplicate, double malformed) {
        this(late, duplicate, malformed, LATENESS);
    }

    private static void share(String name, double share) {
        if (!(share >= 0 && share <= 1)) { // written so that NaN fails too
            throw new IllegalArgumentException(name + " outside [0, 1]: " + share);
        }
    }
}
