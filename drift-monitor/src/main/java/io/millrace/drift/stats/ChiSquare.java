package io.millrace.drift.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Pearson's chi-square tests on counts per category (Pearson, 1900). */
public final class ChiSquare {
    /** What Yates (1934) takes off every difference in a table of two by two. */
    private static final double YATES = 0.5;

    private ChiSquare() {}

    /**
     * Whether counts are those that the reference's shares let expect, taken for exact (goodness of fit), without a correction.
     *
     * @param reference values per category, at least one positive
     * @param current same categories, at least one positive
     * @return statistic +inf and p-value 0 if a category is new; p-value 1 if there is one category alone
     * @throws IllegalArgumentException if the shapes differ
     */
    public static TestResult goodnessOfFit(long[] reference, long[] current) {
        Shares.requireSameBins(reference.length, current.length);
        double scale =
                (double) Arrays.stream(current).sum() / Arrays.stream(reference).sum();
        double statistic = 0;
        for (int i = 0; i < current.length; i++) {
            double expected = reference[i] * scale;
            double apart = current[i] - expected;
            statistic += apart * apart / expected;
        }
        return result(statistic, current.length - 1);
    }

    /**
     * Whether two samples come from one population (contingency table of two rows), with Yates' correction where there are two
     * categories.
     *
     * @param reference values per category
     * @param current same categories; each has a value on one of the sides
     * @return statistic 0 and p-value 1 if there is one category alone
     * @throws IllegalArgumentException if the shapes differ
     */
    public static TestResult contingency(long[] reference, long[] current) {
        Shares.requireSameBins(reference.length, current.length);
        return ofTwo(reference, current, reference.length == 2 ? YATES : 0);
    }

    /**
     * The same without a correction.
     *
     * @param reference values per category
     * @param current same categories; each has a value on one of the sides
     * @return statistic 0 and p-value 1 if there is one category alone
     * @throws IllegalArgumentException if the shapes differ
     */
    public static TestResult homogeneity(long[] reference, long[] current) {
        Shares.requireSameBins(reference.length, current.length);
        return ofTwo(reference, current, 0);
    }

    private static TestResult ofTwo(long[] reference, long[] current, double correction) {
        double rows = (double) Arrays.stream(reference).sum();
        double others = (double) Arrays.stream(current).sum();
        double statistic = 0;
        for (int i = 0; i < reference.length; i++) {
            double both = (double) (reference[i] + current[i]);
            statistic += term((double) reference[i], rows * both / (rows + others), correction);
            statistic += term((double) current[i], others * both / (rows + others), correction);
        }
        return result(reference.length == 1 ? 0 : statistic, reference.length - 1);
    }

    private static double term(double observed, double expected, double correction) {
        double apart = Math.abs(observed - expected);
        apart -= Math.min(correction, apart);
        return apart * apart / expected;
    }

    private static TestResult result(double statistic, int degrees) {
        return new TestResult(
                statistic, degrees == 0 ? 1 : ChiSquaredDistribution.of(degrees).survivalProbability(statistic));
    }
}
