package io.millrace.sandbox.simulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A world of card holders.
 *
 * @param customers  how many; positive
 * @param start      event time of the first possible transaction
 * @param seed       the same seed gives the same world
 * @param driftAt    from which event time on customers behave differently; null for never
 * @param labelDelay how long after a transaction its outcome is known; not negative
 */
public record TransactionSettings(
        int customers, Instant start, long seed, @Nullable Instant driftAt, Duration labelDelay) {

    public static final Duration LABEL_DELAY = Duration.ofDays(7);

    public TransactionSettings {
        if (customers < 1) {
            throw new IllegalArgumentException("customers must be positive, was " + customers);
        }
        if (labelDelay.isNegative()) {
            throw new IllegalArgumentException("labelDelay must not be negative, was " + labelDelay);
        }
    }

    /** Without drift, labels known after {@link #LABEL_DELAY}. */
    public TransactionSettings(int customers, Instant start, long seed) {
        this(customers, start, seed, null, LABEL_DELAY);
    }

    public TransactionSettings withDriftAt(@Nullable Instant drift) {
        return new TransactionSettings(customers, start, seed, drift, labelDelay);
    }

    boolean drifted(Instant time) {
        return driftAt != null && !time.isBefore(driftAt);
    }
}
