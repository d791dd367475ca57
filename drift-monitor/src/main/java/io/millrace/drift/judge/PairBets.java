package io.millrace.drift.judge;

/**
 * {@link Bets} on differences of two indicators, which are 1, 0 or -1. The wealth follows from how often each came; nothing
 * else need be kept. Immutable.
 */
final class PairBets {
    private final double[] up = new double[Bets.COUNT];
    private final double[] same = new double[Bets.COUNT];
    private final double[] down = new double[Bets.COUNT];

    private PairBets(double gainUp, double gainSame, double gainDown, double atRisk) {
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            double stake = Bets.stake(bet, atRisk);
            up[bet] = StrictMath.log1p(stake * gainUp);
            same[bet] = StrictMath.log1p(stake * gainSame);
            down[bet] = StrictMath.log1p(stake * gainDown);
        }
    }

    /**
     * Against the hypothesis that the mean difference is at most this.
     *
     * @param mean in [0, 1)
     */
    static PairBets above(double mean) {
        return new PairBets(1 - mean, -mean, -1 - mean, 1 + mean);
    }

    /**
     * Against the hypothesis that the mean difference is at least this.
     *
     * @param mean in [0, 1)
     */
    static PairBets below(double mean) {
        return new PairBets(mean - 1, mean, mean + 1, 1 - mean);
    }

    /**
     * The logarithm of the e-value.
     *
     * @param pairs how many differences there are
     * @param ups how many are 1
     * @param downs how many are -1
     */
    double logEvidence(long pairs, long ups, long downs) {
        double[] logs = new double[Bets.COUNT];
        put(logs, 0, pairs, ups, downs);
        return Bets.logMean(logs);
    }

    /** The logarithm of the wealth of each bet, from a place on. */
    void put(double[] logs, int from, long pairs, long ups, long downs) {
        long sames = pairs - ups - downs;
        for (int bet = 0; bet < Bets.COUNT; bet++) {
            logs[from + bet] = ups * up[bet] + sames * same[bet] + downs * down[bet];
        }
    }
}
