package io.millrace.app.registry;

import io.millrace.app.gate.GateLimits;
import java.time.Duration;

/**
 * How much is taken from outside, and for how long.
 *
 * @param bytes size of the ONNX file, and of all files of a packed folder together, from 1 to {@link GateLimits#MOST_BYTES}
 * @param answer how long a server may take to begin an answer, connecting included, and to end it where it is not a file;
 *     positive
 * @param whole how long fetching may take altogether; positive
 */
public record FetchLimits(long bytes, Duration answer, Duration whole) {
    /** As large as the gate takes by default, 15 seconds for an answer, 5 minutes for all. */
    public static final FetchLimits DEFAULT = of(GateLimits.DEFAULT.bytes());

    public FetchLimits {
        if (bytes < 1 || bytes > GateLimits.MOST_BYTES) {
            throw new IllegalArgumentException("size outside [1, " + GateLimits.MOST_BYTES + "]: " + bytes);
        }
        if (answer.isNegative() || answer.isZero()) {
            throw new IllegalArgumentException("the time for an answer must be positive, was " + answer);
        }
        if (whole.isNegative() || whole.isZero()) {
            throw new IllegalArgumentException("the time for all must be positive, was " + whole);
        }
    }

    /** For models of at most so many bytes, with the default times. */
    public static FetchLimits of(long bytes) {
        return new FetchLimits(bytes, Duration.ofSeconds(15), Duration.ofMinutes(5));
    }
}
