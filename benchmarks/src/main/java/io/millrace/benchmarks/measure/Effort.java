package io.millrace.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What it took to work through some events.
 *
 * @param cpuNanos of all threads of the process that did the work, Java's compilers excepted
 */
public record Effort(double events, double wallNanos, double cpuNanos) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Compilers COMPILERS = new Compilers();

    public Effort {
        if (!(events > 0 && wallNanos > 0 && cpuNanos >= 0)) {
            throw new IllegalArgumentException(events + " events in " + wallNanos + " ns");
        }
    }

    /** Does some work in this process. */
    static Effort of(long events, Runnable work) {
        long cpu = processCpuNanos();
        long wall = System.nanoTime();
        work.run();
        return new Effort(events, System.nanoTime() - wall, processCpuNanos() - cpu);
    }

    /** Processor time that all threads of this process but {@linkplain Compilers Java's compilers} have used so far. */
    public static long processCpuNanos() {
        long compilers = COMPILERS.cpuNanos(); // before: what they do in between is of the process then, never negative
        return SYSTEM.getProcessCpuTime() - compilers;
    }

    public double eventsPerSecond() {
        return events / wallNanos * NANOS_PER_SECOND;
    }

    public double cpuMicrosPerEvent() {
        return cpuNanos / NANOS_PER_MICRO / events;
    }
}
