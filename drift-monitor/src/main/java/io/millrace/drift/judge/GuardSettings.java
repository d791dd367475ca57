package io.millrace.drift.judge;

import java.time.Duration;
import java.util.ArrayList;

/**
 * Hard limits to a challenger.
 *
 * @param alarmRate a challenger within all limits is ever rolled back with at most this probability; in (0, 1). Each rail in
 *     use has an equal part of it
 * @param maxErrorShare share of rows without a usable score; in (0, 1], 1 for no limit
 * @param maxP99 what 99 % of the calls take at most; positive, {@link #ANY_LATENCY} for no limit
 * @param maxShift how far the distribution function of the scores may be from the champion's of before the trial; in (0, 1], 1
 *     for no limit. Leave room for what the seasons do to scores and for the error of the champion's sample, which for n scores
 *     is 1.36 / sqrt(n) at 95 %
 */
public record GuardSettings(double alarmRate, double maxErrorShare, Duration maxP99, double maxShift) {
    /** No limit to latency. */
    public static final Duration ANY_LATENCY = Duration.ofNanos(Long.MAX_VALUE);

    /** One false alarm in a thousand trials; no limit to latency, which only the user can know. */
    public static final GuardSettings DEFAULTS = new GuardSettings(0.001, 0.001, ANY_LATENCY, 0.3);

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public GuardSettings {
        var problems = new ArrayList<String>();
        if (!(alarmRate > 0 && alarmRate < 1)) {
            problems.add("alarm-rate must be in (0, 1), was " + alarmRate);
        }
        if (!(maxErrorShare > 0 && maxErrorShare <= 1)) {
            problems.add("max-error-share must be in (0, 1], was " + maxErrorShare);
        }
        if (maxP99.isNegative() || maxP99.isZero() || maxP99.compareTo(ANY_LATENCY) > 0) {
            problems.add("max-p99 must be positive and at most " + ANY_LATENCY + ", was " + maxP99);
        }
        if (!(maxShift > 0 && maxShift <= 1)) {
            problems.add("max-shift must be in (0, 1], was " + maxShift);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
