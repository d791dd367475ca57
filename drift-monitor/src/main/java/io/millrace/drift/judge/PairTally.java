package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How often a pair was worse, the same or better on the challenger's side. Counts: order does not matter, tallies add. */
final class PairTally {
    private long pairs;
    private long worse;
    private long better;

    void add(boolean challenger, boolean champion) {
        pairs++;
        if (challenger && !champion) {
            worse++;
        } else if (champion && !challenger) {
            better++;
        }
    }

    void merge(PairTally other) {
        pairs += other.pairs;
        worse += other.worse;
        better += other.better;
    }

    long pairs() {
        return pairs;
    }

    /** The challenger's share less the champion's; NaN without pairs. */
    double difference() {
        return (double) (worse - better) / pairs;
    }

    double logEvidence(PairBets bets) {
        return bets.logEvidence(pairs, worse, better);
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, pairs);
        Counts.write(out, worse);
        Counts.write(out, better);
    }

    void read(DataInputStream in) throws IOException {
        pairs = Counts.read(in);
        worse = Counts.read(in);
        better = Counts.read(in);
    }
}
