package io.millrace.sandbox.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A world of machines.
 *
 * @param machines how many; positive
 * @param start    event time of the first possible reading
 * @param seed     the same seed gives the same world
 * @param driftAt  from which event time on the sensors drift; null for never
 */
public record SensorSettings(
        int machines, Instant start, long seed, @Nullable Instant driftAt) {
    public SensorSettings {
        if (machines < 1) {
            throw new IllegalArgumentException("machines must be positive, was " + machines);
        }
    }

    /** Without drift. */
    public SensorSettings(int machines, Instant start, long seed) {
        this(machines, start, seed, null);
    }

    public SensorSettings withDriftAt(@Nullable Instant drift) {
        return new SensorSettings(machines, start, seed, drift);
    }

    boolean drifted(Instant time) {
        return driftAt != null && !time.isBefore(driftAt);
    }
}
