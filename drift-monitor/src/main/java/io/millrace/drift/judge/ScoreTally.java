package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Compares two distributions of scores at fixed cuts: a Kolmogorov-Smirnov test with a tolerated distance, by betting on
 * {@code 1{challenger <= cut} - 1{champion <= cut}} for every cut and both signs. The hypothesis "nowhere farther apart than
 * tolerated" makes each of the bets unfavourable, so their mean is an e-value against it (two-sample tests by betting: Shekhar
 * and Ramdas, IEEE Trans. Inf. Theory 70(2), 2024).
 *
 * <p>Counts: order does not matter, tallies over the same cuts add.
 */
final class ScoreTally {
    private final double[] cuts;
    /** Pairs whose challenger alone is at or below the cut. */
    private final long[] lower;
    /** Pairs whose champion alone is at or below the cut. */
    private final long[] higher;

    private long pairs;

    ScoreTally(double[] cuts) {
        this.cuts = cuts;
        this.lower = new long[cuts.length];
        this.higher = new long[cuts.length];
    }

    void add(double challenger, double champion) {
        pairs++;
        int ofChallenger = firstCutAtOrAbove(challenger);
        int ofChampion = firstCutAtOrAbove(champion);
        for (int cut = ofChallenger; cut < ofChampion; cut++) {
            lower[cut]++;
        }
        for (int cut = ofChampion; cut < ofChallenger; cut++) {
            higher[cut]++;
        }
    }

    private int firstCutAtOrAbove(double score) {
        int cut = 0;
        while (cut < cuts.length && cuts[cut] < score) {
            cut++;
        }
        return cut;
    }

    void merge(ScoreTally other) {
        pairs += other.pairs;
        for (int cut = 0; cut < cuts.length; cut++) {
            lower[cut] += other.lower[cut];
            higher[cut] += other.higher[cut];
        }
    }

    long pairs() {
        return pairs;
    }

    /** Whether there is anything to compare by. */
    boolean comparable() {
        return cuts.length > 0;
    }

    /** The greatest distance of the empirical distribution functions at the cuts, in [0, 1]; NaN without pairs. */
    double distance() {
        long greatest = 0;
        for (int cut = 0; cut < cuts.length; cut++) {
            greatest = Math.max(greatest, Math.abs(lower[cut] - higher[cut]));
        }
        return (double) greatest / pairs;
    }

    /** The logarithm of the e-value for being farther apart, somewhere, than these bets are against. */
    double logEvidenceApart(PairBets above) {
        if (!comparable()) {
            return 0;
        }
        double[] logs = new double[2 * Bets.COUNT * cuts.length];
        for (int cut = 0; cut < cuts.length; cut++) {
            above.put(logs, 2 * cut * Bets.COUNT, pairs, lower[cut], higher[cut]);
            above.put(logs, (2 * cut + 1) * Bets.COUNT, pairs, higher[cut], lower[cut]);
        }
        return Bets.logMean(logs);
    }

    /** The logarithm of the least of the e-values for being closer, at every cut and to both sides, than these bets are against. */
    double logEvidenceClose(PairBets below) {
        double least = comparable() ? Double.POSITIVE_INFINITY : 0;
        for (int cut = 0; cut < cuts.length; cut++) {
            least = Math.min(least, below.logEvidence(pairs, lower[cut], higher[cut]));
            least = Math.min(least, below.logEvidence(pairs, higher[cut], lower[cut]));
        }
        return least;
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, pairs);
        for (int cut = 0; cut < cuts.length; cut++) {
            Counts.write(out, lower[cut]);
            Counts.write(out, higher[cut]);
        }
    }

    void read(DataInputStream in) throws IOException {
        pairs = Counts.read(in);
        for (int cut = 0; cut < cuts.length; cut++) {
            lower[cut] = Counts.read(in);
            higher[cut] = Counts.read(in);
        }
    }
}
