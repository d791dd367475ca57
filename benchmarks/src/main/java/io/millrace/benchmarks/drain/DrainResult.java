package io.millrace.benchmarks.drain;

import io.millrace.benchmarks.measure.Effort;

/**
 * What a run came to.
 *
 * @param events without those that were dropped
 * @param cpuNanos of all threads of the process
 * @param partCpuNanos of those that belong to the part that is looked at; 0 if there is none
 */
public record DrainResult(double events, double wallNanos, double cpuNanos, double partCpuNanos) {
    private static final double NANOS_PER_MICRO = 1e3;

    public static DrainResult of(Effort effort) {
        return of(effort, 0);
    }

    public static DrainResult of(Effort effort, double partCpuNanos) {
        return new DrainResult(effort.events(), effort.wallNanos(), effort.cpuNanos(), partCpuNanos);
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

    public double partCpuMicrosPerEvent() {
        return partCpuNanos / NANOS_PER_MICRO / events;
    }
}
