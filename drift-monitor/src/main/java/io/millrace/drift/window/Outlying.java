package io.millrace.drift.window;

/** Whether a row lies outside of what the profile knows. */
public enum Outlying {
    /** Nobody has said. */
    UNKNOWN,
    /** Its outlier score is at most the limit. */
    WITHIN,
    /** Its outlier score is above the limit: it is an outlier. */
    BEYOND;

    /**
     * By its score.
     *
     * @param outlierScore NaN if nobody has said
     * @param limit of what is ordinary
     */
    public static Outlying of(double outlierScore, double limit) {
        if (Double.isNaN(outlierScore)) {
            return UNKNOWN;
        }
        return outlierScore > limit ? BEYOND : WITHIN;
    }
}
