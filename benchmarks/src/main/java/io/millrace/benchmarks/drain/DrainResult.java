package io.millrace.benchmarks.drain;

import io.millrace.benchmarks.measure.Effort;

/**
 * What a run came to.
 *
 * @param events without those that were dropped
 * @param cpuNanos of all threads of the process
 */
public record DrainResult(double events, double wallNanos, double cpuNanos) {
    public static DrainResult of(Effort effort) {
        return new DrainResult(effort.events(), effort.wallNanos(), effort.cpuNanos());
    }

    private Effort effort() {
        return new Effort(events, wallNanos, cpuNanos);
    }

    public double eventsPerSecond() {
        return effort().eventsPerSecond();
    }

    public double cpuMicrosPerEvent() {
        return effort().cpuMicrosPerEvent();
    }
}
