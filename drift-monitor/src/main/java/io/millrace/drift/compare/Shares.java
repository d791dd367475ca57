package io.millrace.drift.compare;

/** Distances of shares and counts over the same bins. */
final class Shares {
    private static final double LOG_2 = Math.log(2);

    private Shares() {}

    /** Counts as shares of their sum, which is positive. */
    static double[] of(long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        double[] shares = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            shares[i] = counts[i] / total;
        }
        return shares;
    }

    /** Square root of the Jensen-Shannon divergence (Endres and Schindelin, 2003), to base 2: in [0, 1]. */
    static double jensenShannon(double[] reference, double[] current) {
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            double middle = (reference[i] + current[i]) / 2;
            sum += towards(reference[i], middle) + towards(current[i], middle);
        }
        return Math.sqrt(Math.min(1, Math.max(0, sum / 2 / LOG_2))); // rounding may leave the range
    }

    private static double towards(double share, double middle) {
        return share > 0 ? share * Math.log(share / middle) : 0;
    }

    /** Hellinger distance (1909), in [0, 1]. */
    static double hellinger(double[] reference, double[] current) {
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            double apart = Math.sqrt(reference[i]) - Math.sqrt(current[i]);
            sum += apart * apart;
        }
        return Math.sqrt(Math.min(1, sum / 2));
    }

    /**
     * Pearson's statistic of homogeneity (1911) of two rows of counts, without Yates, per degree of freedom. Bins that
     * are empty on both sides are left out; of a single bin it is 0.
     */
    static double chiSquare(long[] reference, long[] current) {
        double references = 0;
        double currents = 0;
        int bins = 0;
        for (int i = 0; i < reference.length; i++) {
            references += reference[i];
            currents += current[i];
            bins += reference[i] + current[i] > 0 ? 1 : 0;
        }
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            double both = reference[i] + current[i];
            if (both > 0) {
                double expected = both * references / (references + currents);
                double apart = reference[i] - expected; // the other side is apart as much the other way
                sum += apart * apart / expected + apart * apart / (both - expected);
            }
        }
        return bins > 1 ? sum / (bins - 1) : 0;
    }
}
