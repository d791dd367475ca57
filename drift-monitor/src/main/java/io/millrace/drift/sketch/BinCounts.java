package io.millrace.drift.sketch;

import io.millrace.drift.profile.Bins;

/** How many values each bin of a profile has. Finds bins as {@link Bins#indexOf} does. Not safe for use by several threads. */
final class BinCounts {
    private final boolean byValue;
    private final double[] bounds;
    private final long[] counts;

    /** @param counts so far, one for each bin; not copied */
    BinCounts(Bins bins, long[] counts) {
        this.byValue = bins instanceof Bins.ByValue;
        this.bounds = bins.bounds().stream().mapToDouble(Double::doubleValue).toArray();
        this.counts = counts;
    }

    /**
     * Counts the first values of an array.
     *
     * @param values of which the first are finite
     * @param number how many of them
     */
    void add(double[] values, int number) {
        for (int i = 0; i < number; i++) {
            counts[byValue ? placeOf(values[i]) : below(values[i])]++;
        }
    }

    private int placeOf(double value) {
        int place = 0;
        while (place < bounds.length && bounds[place] != value) {
            place++;
        }
        return place;
    }

    /** How many edges are not above it. They ascend, so the first that is comes after these; to go through all is quicker than to stop there. */
    private int below(double value) {
        int below = 0;
        for (double edge : bounds) {
            below += value >= edge ? 1 : 0;
        }
        return below;
    }

    /** Adds the counts of another one over the same bins. */
    void add(BinCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** A copy, in the order of the bins. */
    long[] toArray() {
        return counts.clone();
    }
}
