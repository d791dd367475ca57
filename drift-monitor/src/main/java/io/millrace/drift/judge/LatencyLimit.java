package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * When a call counts as slow. A champion's call is slow beyond L, its own p99 as known so far; a challenger's beyond
 * {@code factor L + floor}. If the challenger's latency is, in distribution, at most {@code factor} times the champion's plus
 * {@code floor}, then whatever L is, its share of slow calls is at most the champion's: that hypothesis is what is tested, and
 * L, being chosen from the past, need not be right for it to hold. With L at the p99, where the champion's share is 1 %, it is
 * the comparison of the two p99.
 *
 * <p>Known after 32 calls of the champion and estimated anew whenever their number has doubled, from buckets four to the
 * octave: it is the upper end of its bucket, at most 25 % too high. Limits add ({@link #merge}).
 */
final class LatencyLimit {
    private static final long FIRST_ESTIMATE = 32;
    private static final double QUANTILE = 0.99;
    private static final int BUCKETS = 248;

    private final double factor;
    private final double floorNanos;
    private final long[] buckets = new long[BUCKETS];

    private long calls;
    private long estimateAt = FIRST_ESTIMATE;
    private long limitNanos;

    LatencyLimit(double factor, double floorNanos) {
        this.factor = factor;
        this.floorNanos = floorNanos;
    }

    boolean known() {
        return calls >= FIRST_ESTIMATE;
    }

    boolean slowForChampion(long nanos) {
        return nanos > limitNanos;
    }

    boolean slowForChallenger(long nanos) {
        return nanos > factor * limitNanos + floorNanos;
    }

    /**
     * Counts a call of the champion.
     *
     * @return whether the limit is another one now
     */
    boolean add(long nanos) {
        buckets[bucketOf(nanos)]++;
        calls++;
        return estimated();
    }

    /** Counts the calls of another; the limit is then the one of all. */
    void merge(LatencyLimit other) {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] += other.buckets[i];
        }
        calls += other.calls;
        estimateAt = Math.min(estimateAt, Math.max(calls, FIRST_ESTIMATE));
        estimated();
    }

    private boolean estimated() {
        if (calls < estimateAt) {
            return false;
        }
        estimateAt = 2 * calls;
        limitNanos = quantile();
        return true;
    }

    private long quantile() {
        double rank = Math.ceil(QUANTILE * calls);
        long upTo = 0;
        for (int i = 0; i < BUCKETS; i++) {
            upTo += buckets[i];
            if (upTo >= rank) {
                return lastOf(i);
            }
        }
        throw new IllegalStateException(upTo + " calls in buckets, " + calls + " counted");
    }

    static int bucketOf(long nanos) {
        if (nanos < 4) {
            return (int) nanos;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return 4 * (octave - 1) + (int) ((nanos >>> (octave - 2)) & 3);
    }

    /** The greatest number in a bucket. */
    static long lastOf(int bucket) {
        if (bucket < 4) {
            return bucket;
        }
        int octave = bucket / 4 + 1;
        return ((long) (bucket % 4 + 5) << (octave - 2)) - 1;
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, calls);
        Counts.write(out, estimateAt);
        Counts.write(out, limitNanos);
        int last = BUCKETS;
        while (last > 0 && buckets[last - 1] == 0) {
            last--;
        }
        Counts.write(out, last);
        for (int i = 0; i < last; i++) {
            Counts.write(out, buckets[i]);
        }
    }

    void read(DataInputStream in) throws IOException {
        calls = Counts.read(in);
        estimateAt = Counts.read(in);
        limitNanos = Counts.read(in);
        long last = Counts.read(in);
        if (last > BUCKETS) {
            throw new IllegalArgumentException(last + " buckets of latencies");
        }
        for (int i = 0; i < last; i++) {
            buckets[i] = Counts.read(in);
        }
    }
}
