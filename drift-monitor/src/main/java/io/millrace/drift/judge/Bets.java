package io.millrace.drift.judge;

/**
 * Testing by betting. Against the hypothesis that the mean of bounded observations x is at most m, a gambler starts with 1 and
 * stakes a fixed share at each observation: {@code W = prod(1 + stake (x - m))}. If the hypothesis holds W is a supermartingale, so
 * that it ever reaches 1 / a with probability at most a (Ville, 1939): one may look after every observation. What is W is
 * an e-value.
 *
 * <p>Which stake is best depends on the unknown mean, so the money is spread evenly over {@link #COUNT} stakes that halve from
 * 0.9 of what can be lost: a finite form of Cover's universal portfolio (1991) among the strategies of Waudby-Smith and Ramdas,
 * "Estimating means of bounded random variables by betting", JRSS-B 86(1), 2024. It costs at most ln 8 = 2.1 in the logarithm
 * against knowing the best of the stakes. Fixed stakes, unlike adaptive ones, make ln W a sum over observations: order
 * does not matter, and what was observed apart can be added.
 *
 * <p>StrictMath throughout, so that every machine finds the same bits.
 */
final class Bets {
    static final int COUNT = 8;

    /** Never everything: after an observation that ruins all stakes nothing could be learnt any more. */
    private static final double LARGEST = 0.9;

    /** A term this much smaller, as a logarithm, is lost in rounding. */
    private static final double NEGLIGIBLE = 40;

    private Bets() {}

    /**
     * A stake.
     *
     * @param bet in [0, {@link #COUNT})
     * @param atRisk how far below m an observation can be; positive
     */
    static double stake(int bet, double atRisk) {
        return LARGEST / atRisk / (1L << bet);
    }

    /** {@code ln(mean(exp(logs)))}: what wealth spread evenly over the bets has become. */
    static double logMean(double[] logs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            greatest = Math.max(greatest, log);
        }
        double sum = 0;
        for (double log : logs) {
            double below = log - greatest;
            if (below == 0) {
                sum += 1;
            } else if (below > -NEGLIGIBLE) {
                sum += StrictMath.exp(below);
            }
        }
        return greatest + StrictMath.log(sum / logs.length);
    }
}
