package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Watches shares that are not to exceed their limits, each for a change at any time. Against "this row is a hit with
 * probability at most p" it bets by likelihood ratios of {@link #BETS} larger shares {@code p^(1 - k/6)}, from three or so times
 * the limit to nearly 1.
 *
 * <p>A bet that began with the trial would have lost everything on a long good time before a fault begins. So the money is not
 * laid out at once: of each watch's 1 the share {@code r(t - 1) - r(t)}, {@code r(t) = 1 / (1 + log2(t + 1))}, is laid out
 * before row t, half of it before the first. That is a mixture of bets begun at every row, and an e-process itself: the sum of e-detectors
 * (Shin, Ramdas and Rinaldo, NEJSDS 2(2), 2024) with weights that sum to 1, which bounds the probability of a false alarm over
 * all time instead of the time between them. A fault after t rows needs about ln t more evidence than one at the start.
 *
 * <p>Wealth depends on the order of rows: rails of two streams cannot be added. (The mean of their e-values is one.)
 */
final class Rail {
    static final int BETS = 5;

    /** Far beyond any evidence that is asked for, and far from overflow. */
    private static final double ENOUGH = 1e200;

    private static final double LN_2 = StrictMath.log(2);

    private final double[] limits;
    private final double[] gainHit;
    private final double[] gainMiss;
    private final double[] wealth;
    private final long[] hits;
    private long rows;
    private double kept = 1;

    /**
     * Before the first row.
     *
     * @param limits a limit for each share that is watched, in (0, 1)
     */
    Rail(double[] limits) {
        this.limits = limits.clone();
        this.gainHit = new double[limits.length * BETS];
        this.gainMiss = new double[limits.length * BETS];
        this.wealth = new double[limits.length * BETS];
        this.hits = new long[limits.length];
        for (int i = 0; i < wealth.length; i++) {
            double limit = limits[i / BETS];
            double larger = StrictMath.pow(limit, 1 - (i % BETS + 1) / (BETS + 1.0));
            gainHit[i] = larger / limit;
            gainMiss[i] = (1 - larger) / (1 - limit);
        }
    }

    /** Says that a row comes; each share is then told by {@link #tell}. */
    void nextRow() {
        rows++;
        double keep = 1 / (1 + StrictMath.log(rows + 1.0) / LN_2);
        double begun = kept - keep;
        for (int i = 0; i < wealth.length; i++) {
            wealth[i] += begun;
        }
        kept = keep;
    }

    /** Whether the row is a hit for a share. */
    void tell(int share, boolean hit) {
        if (hit) {
            hits[share]++;
        }
        double[] gain = hit ? gainHit : gainMiss;
        for (int i = share * BETS; i < (share + 1) * BETS; i++) {
            wealth[i] = Math.min(wealth[i] * gain[i], ENOUGH);
        }
    }

    /** Of the share with most evidence; at least one share is to be watched. */
    Finding finding(Criterion criterion, double logNeeded) {
        int most = 0;
        double sum = 0;
        for (int i = 0; i < wealth.length; i++) {
            sum += wealth[i];
            most = wealth[i] > wealth[most] ? i : most;
        }
        int share = most / BETS;
        return new Finding(
                criterion,
                rows,
                (double) hits[share] / rows,
                limits[share],
                StrictMath.log(sum / wealth.length + kept),
                logNeeded);
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, rows);
        out.writeDouble(kept);
        for (long hit : hits) {
            Counts.write(out, hit);
        }
        for (double each : wealth) {
            out.writeDouble(each);
        }
    }

    void read(DataInputStream in) throws IOException {
        rows = Counts.read(in);
        kept = in.readDouble();
        for (int i = 0; i < hits.length; i++) {
            hits[i] = Counts.read(in);
        }
        for (int i = 0; i < wealth.length; i++) {
            wealth[i] = in.readDouble();
        }
    }
}
