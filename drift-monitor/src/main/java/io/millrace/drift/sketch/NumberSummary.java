package io.millrace.drift.sketch;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.sketch.QuantileSketch;

/**
 * What is kept of one column of numbers (a boolean is 0 or 1), over the bins and the range of its reference profile.
 * Counts do not depend on the order or the split of the rows, moments by rounding only, quantiles within {@link
 * QuantileSketch#RANK_ERROR}: for them all values are taken at first, and later on some ({@link Draw}). Not safe for use by several threads.
 */
public final class NumberSummary {
    /** So many values wait at most to be counted in bins and quantiles: together this takes less time. */
    private static final int MOST_WAITING = 64;

    private final FeatureProfile reference;
    private final BinCounts counts;
    private final Moments moments;
    private final QuantileSketch quantiles;
    private final long before;
    private Draw draw;
    private final double[] waiting = new double[MOST_WAITING];
    private int waits;
    private long missing;
    private long infinite;
    private long below;
    private long above;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    private NumberSummary(
            FeatureProfile reference, long[] counts, Moments moments, QuantileSketch quantiles, long before) {
        this.reference = reference;
        this.counts = new BinCounts(reference.bins(), counts);
        this.moments = moments;
        this.quantiles = quantiles;
        this.before = before;
        this.draw = new Draw(before + moments.count());
    }

    /** Of no row. */
    public static NumberSummary over(FeatureProfile reference) {
        return after(0, reference);
    }

    /**
     * Of no row, to be merged with others that have counted what came before.
     *
     * @param before how many finite values they have counted, of which as many fewer are needed now for quantiles; not negative
     */
    public static NumberSummary after(long before, FeatureProfile reference) {
        return new NumberSummary(
                reference, new long[reference.bins().size()], new Moments(), new QuantileSketch(), before);
    }

    /** As it was before. */
    static NumberSummary restored(
            FeatureProfile reference,
            long[] counts,
            Moments moments,
            QuantileSketch quantiles,
            long missing,
            long infinite,
            long below,
            long above,
            double min,
            double max) {
        var summary = new NumberSummary(reference, counts, moments, quantiles, 0);
        summary.missing = missing;
        summary.infinite = infinite;
        summary.below = below;
        summary.above = above;
        summary.min = min;
        summary.max = max;
        return summary;
    }

    /**
     * Counts the value of one row.
     *
     * @param value NaN where the row has none
     */
    public void add(double value) {
        if (Double.isNaN(value)) {
            missing++;
        } else if (Double.isInfinite(value)) {
            infinite++;
        } else {
            moments.add(value);
            min = Math.min(min, value);
            max = Math.max(max, value);
            below += value < reference.min() ? 1 : 0; // both are NaN, and nothing is outside, if there was no value
            above += value > reference.max() ? 1 : 0;
            waiting[waits++] = value + 0.0; // makes -0.0 the 0.0 it equals
            if (waits == MOST_WAITING) {
                settle();
            }
        }
    }

    /** Counts what waits. Whether and when does not matter to what is counted. */
    private void settle() {
        counts.add(waiting, waits);
        draw.into(quantiles, waiting, waits);
        waits = 0;
    }

    /**
     * Adds the rows of another one, which is not changed.
     *
     * @throws IllegalArgumentException if it is over another profile
     */
    public void merge(NumberSummary other) {
        if (!reference.equals(other.reference)) {
            throw new IllegalArgumentException("summaries of " + reference.name() + " and of another profile's "
                    + other.reference.name() + " do not merge");
        }
        settle();
        other.settle();
        counts.add(other.counts);
        moments.merge(other.moments);
        quantiles.add(other.quantiles);
        missing += other.missing;
        infinite += other.infinite;
        below += other.below;
        above += other.above;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        draw = new Draw(before + count()); // as after a restart
    }

    /** What it is compared with. */
    public FeatureProfile reference() {
        return reference;
    }

    /** The bins that {@link #counts} are of. */
    public Bins bins() {
        return reference.bins();
    }

    /** How many rows were counted. */
    public long rows() {
        return count() + missing + infinite;
    }

    /** How many of them had a finite value. */
    public long count() {
        return moments.count();
    }

    /** How many had none, or NaN. */
    public long missing() {
        return missing;
    }

    /** How many had an infinite value, which is counted nowhere else. */
    public long infinite() {
        return infinite;
    }

    /** Finite values per bin of the profile; a copy. */
    public long[] counts() {
        settle();
        return counts.toArray();
    }

    /** How many finite values were less than the reference's smallest. */
    public long below() {
        return below;
    }

    /** How many finite values were greater than the reference's largest. */
    public long above() {
        return above;
    }

    /** The smallest finite value; +infinity if there is none. */
    public double min() {
        return min;
    }

    /** The largest finite value; -infinity if there is none. */
    public double max() {
        return max;
    }

    /** Of the finite values. */
    public Moments moments() {
        return moments;
    }

    /** Of the finite values, or those drawn from them, so its count may differ a little; live, not a copy, and not to be changed. */
    public QuantileSketch quantiles() {
        settle();
        return quantiles;
    }
}
