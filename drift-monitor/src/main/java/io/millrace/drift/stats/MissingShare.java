package io.millrace.drift.stats;

/** How much larger the share of rows without a value has become. */
public final class MissingShare {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION = "missing-share: share of current rows without a finite value"
            + " minus the same share of the reference; signed, so fewer missing values never count as drift";

    private MissingShare() {}

    /**
     * The difference of two shares.
     *
     * @param referenceShare share of reference rows without a value, in [0, 1]
     * @param currentMissing current rows without a value, in [0, currentRows]
     * @param currentRows current rows, positive
     * @return in [-1, 1]; positive means more is missing than in the reference
     */
    public static double between(double referenceShare, long currentMissing, long currentRows) {
        return (double) currentMissing / currentRows - referenceShare;
    }
}
