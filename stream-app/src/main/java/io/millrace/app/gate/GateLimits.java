package io.millrace.app.gate;

import java.time.Duration;

/**
 * How large a model may be, and how long and with how much memory it may be tried.
 *
 * @param bytes size of the file, from 1 to {@link #MOST_BYTES}
 * @param time for loading and running it in a process of its own, that process's start included; positive
 * @param memory bytes that it may take there beside a plain Java process and four times its own size, and that its graph
 *     may ask for in constants; positive
 */
public record GateLimits(long bytes, Duration time, long memory) {
    /** ONNX itself ends at two gigabytes, and a model is in memory more than once while it is loaded. */
    public static final long MOST_BYTES = 1L << 30;

    /** Far above what most models of tables need, and far below what would hurt a server. */
    public static final GateLimits DEFAULT = new GateLimits(64L << 20, Duration.ofSeconds(60), 512L << 20);

    public GateLimits {
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("size outside [1, " + MOST_BYTES + "]: " + bytes);
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time must be positive, was " + time);
        }
        if (memory < 1) {
            throw new IllegalArgumentException("memory must be positive, was " + memory);
        }
    }
}
