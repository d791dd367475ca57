package io.millrace.drift.stats;

/** How many rows lie outside of what the reference profile knows. */
public final class OutlierShare {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION =
            "outlier-share: share of current rows with an outlier score above the pipeline's limit; rows without a"
                    + " score left out";

    private OutlierShare() {}
}
