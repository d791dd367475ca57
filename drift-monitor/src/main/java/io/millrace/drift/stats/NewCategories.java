package io.millrace.drift.stats;

/** How many values are of categories that the reference does not have. */
public final class NewCategories {
    /** What a value of this test means, exact enough to recompute it from the same rows. */
    public static final String DEFINITION =
            "new-categories: share of current values of categories without a value in the reference; missing values left out";

    private NewCategories() {}

    /**
     * The share.
     *
     * @param reference values per category
     * @param current same categories, at least one positive
     * @return in [0, 1]
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double share(long[] reference, long[] current) {
        Shares.requireSameBins(reference.length, current.length);
        long all = 0;
        long unseen = 0;
        for (int i = 0; i < current.length; i++) {
            all += current[i];
            unseen += reference[i] == 0 ? current[i] : 0;
        }
        return (double) unseen / all;
    }
}
