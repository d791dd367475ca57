package io.millrace.benchmarks.scoring;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** When events were published, and when their predictions were read. One thread publishes, another reads. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private final int warmUp;
    private final AtomicLongArray published;
    private final long[] nanos;
    private final AtomicInteger read = new AtomicInteger();

    /**
     * Nothing is published yet.
     *
     * @param warmUp events that are not measured, at least 1
     * @param measured events after them
     */
    Latencies(int warmUp, int measured) {
        this.warmUp = warmUp;
        this.published = new AtomicLongArray(warmUp + measured);
        this.nanos = new long[measured];
    }

    void published(int event, long atNanos) {
        published.set(event, atNanos);
    }

    void read(int event, long atNanos) {
        if (event >= warmUp) {
            nanos[event - warmUp] = atNanos - published.get(event);
        }
        read.incrementAndGet();
    }

    /** Whether any prediction has been read. */
    boolean haveBegun() {
        return read.get() > 0;
    }

    boolean areComplete() {
        return read.get() == published.length();
    }

    /**
     * The latency that a share of the measured events does not exceed.
     *
     * @param share in (0, 1]
     */
    double millis(double share) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
