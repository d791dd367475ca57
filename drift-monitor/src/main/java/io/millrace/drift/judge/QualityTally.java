package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * {@link Bets} on the challenger's gain, the champion's loss less the challenger's, in [-1, 1]: for a gain above one value and
 * below another. Where both scored the same event each outcome is a gain. Where they scored different events, a gain is the difference
 * of the mean losses of a block: rows as they come, until there are {@link #BLOCK} or more of each side. Blocks use every outcome
 * whatever the shares (of a canary of 1 % each row meets the mean of about a hundred), and compare what happened at the same time.
 *
 * <p>Sums are kept in units of 2^-30, logarithms rounded down, so that they are exact and the same in whatever order; rounding costs
 * evidence, never makes it: 1e-9 an outcome. Tallies add; the blocks that were begun are then one.
 */
final class QualityTally {
    static final int BLOCK = 4;

    private static final double UNIT = 1L << 30;

    private final double goodAbove;
    private final double badBelow;
    private final long[] good = new long[Bets.COUNT];
    private final long[] bad = new long[Bets.COUNT];
    private final Block champion = new Block();
    private final Block challenger = new Block();

    private long gains;
    private long sum;

    /**
     * Of no outcomes.
     *
     * @param goodAbove a mean gain above this is to be shown as merit; in (-1, 1)
     * @param badBelow a mean gain below this is to be shown as harm; in (-1, 0]
     */
    QualityTally(double goodAbove, double badBelow) {
        this.goodAbove = goodAbove;
        this.badBelow = badBelow;
    }

    /**
     * Counts an event that both scored.
     *
     * @param championLoss in [0, 1]
     * @param challengerLoss in [0, 1]
     */
    void add(double championLoss, double challengerLoss) {
        addGain(championLoss - challengerLoss);
    }

    void addChampion(double loss) {
        champion.add(1, Math.round(loss * UNIT));
        closeBlock();
    }

    void addChallenger(double loss) {
        challenger.add(1, Math.round(loss * UNIT));
        closeBlock();
    }

    void merge(QualityTally other) {
        gains += other.gains;
        sum += other.sum;
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            good[bet] += other.good[bet];
            bad[bet] += other.bad[bet];
        }
        champion.add(other.champion.rows, other.champion.sum);
        challenger.add(other.challenger.rows, other.challenger.sum);
        closeBlock();
    }

    private void closeBlock() {
        if (champion.rows >= BLOCK && challenger.rows >= BLOCK) {
            addGain(champion.mean() - challenger.mean());
            champion.clear();
            challenger.clear();
        }
    }

    private void addGain(double gain) {
        gains++;
        sum += Math.round(gain * UNIT);
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            good[bet] += logUnits(Bets.stake(bet, 1 + goodAbove) * (gain - goodAbove));
            bad[bet] += logUnits(Bets.stake(bet, 1 - badBelow) * (badBelow - gain));
        }
    }

    private static long logUnits(double gained) {
        return (long) Math.floor(StrictMath.log1p(gained) * UNIT);
    }

    long gains() {
        return gains;
    }

    /** The mean gain, in [-1, 1]; NaN without any. */
    double meanGain() {
        return sum / UNIT / gains;
    }

    /** The logarithm of the e-value against "the mean gain is at most what is good". */
    double logEvidenceGood() {
        return logMean(good);
    }

    /** The logarithm of the e-value against "the mean gain is at least what is bad". */
    double logEvidenceBad() {
        return logMean(bad);
    }

    private static double logMean(long[] units) {
        double[] logs = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            logs[i] = units[i] / UNIT;
        }
        return Bets.logMean(logs);
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, gains);
        out.writeLong(sum);
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            out.writeLong(good[bet]);
            out.writeLong(bad[bet]);
        }
        champion.write(out);
        challenger.write(out);
    }

    void read(DataInputStream in) throws IOException {
        gains = Counts.read(in);
        sum = in.readLong();
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            good[bet] = in.readLong();
            bad[bet] = in.readLong();
        }
        champion.read(in);
        challenger.read(in);
    }

    /** One side of a block that was begun. */
    private static final class Block {
        private long rows;
        private long sum;

        void add(long moreRows, long more) {
            rows += moreRows;
            sum += more;
        }

        double mean() {
            return sum / UNIT / rows;
        }

        void clear() {
            rows = 0;
            sum = 0;
        }

        void write(DataOutputStream out) throws IOException {
            Counts.write(out, rows);
            Counts.write(out, sum);
        }

        void read(DataInputStream in) throws IOException {
            rows = Counts.read(in);
            sum = Counts.read(in);
        }
    }
}
