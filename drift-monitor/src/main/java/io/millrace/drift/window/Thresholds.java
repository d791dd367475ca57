package io.millrace.drift.window;

import java.util.ArrayList;

/**
 * When a statistic counts as drift.
 *
 * @param psi a PSI above this is drift; positive
 * @param meanShift a mean shift above this is drift, in standard deviations; positive
 * @param missingShare a missing share this much above the reference's is drift; in (0, 1)
 * @param minSamples fewer values than this (rows, for the missing share) and nothing is said: the value is unknown; at
 *     least 1
 */
public record Thresholds(double psi, double meanShift, double missingShare, int minSamples) {
    /**
     * Without any drift the PSI of n values in b bins is about a chi-square of b - 1 degrees divided by n. With 200 values it
     * exceeds 0.25 by chance once in some ten million windows for 10 bins, and twice in ten thousand for 21; with 100
     * values and 21 bins it would be once in five.
     */
    public static final int DEFAULT_MIN_SAMPLES = 200;

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public Thresholds {
        var problems = new ArrayList<String>();
        if (!(psi > 0)) {
            problems.add("psi must be positive, was " + psi);
        }
        if (!(meanShift > 0)) {
            problems.add("mean-shift must be positive, was " + meanShift);
        }
        if (!(missingShare > 0 && missingShare < 1)) {
            problems.add("missing-share must be in (0, 1), was " + missingShare);
        }
        if (minSamples < 1) {
            problems.add("the minimum of samples must be at least 1, was " + minSamples);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
