package io.millrace.drift.stats;

import java.util.Arrays;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided: the largest distance of two empirical distribution functions (Smirnov, 1939). Statistic and
 * p-values are those of SciPy's {@code ks_2samp}.
 */
public final class KolmogorovSmirnov {
    /** Up to so many values on the larger side the p-value is exact. */
    public static final int MOST_FOR_EXACT = 10_000;

    private KolmogorovSmirnov() {}

    /**
     * The test with the p-value that SciPy chooses: exact up to {@link #MOST_FOR_EXACT} values on the larger side.
     *
     * @param reference values without NaN, at least one, in any order; not changed
     * @param current the same
     */
    public static TestResult between(double[] reference, double[] current) {
        boolean exact = Math.max(reference.length, current.length) <= MOST_FOR_EXACT;
        return exact ? exact(reference, current) : asymptotic(reference, current);
    }

    /** The test with a p-value that counts orders of the values (Hodges, 1958; for ties, as if they were none). */
    public static TestResult exact(double[] reference, double[] current) {
        double statistic = statistic(reference, current);
        if (reference.length == 1 || current.length == 1) {
            return new TestResult(statistic, ofOne(statistic, Math.max(reference.length, current.length)));
        }
        return new TestResult(
                statistic,
                KolmogorovSmirnovTest.withDefaults()
                        .with(PValueMethod.EXACT)
                        .test(reference, current)
                        .getPValue());
    }

    /** Of a single value against n others all n + 1 places are as likely. */
    private static double ofOne(double statistic, int others) {
        long atLeast = Math.round(statistic * others);
        return Math.min(1, 2.0 * (others - atLeast + 1) / (others + 1));
    }

    /**
     * The test with the p-value that the statistic would have in a test of one sample, of {@code n1 n2 / (n1 + n2)} values rounded half to
     * even, against a known distribution; NaN for one value against one.
     */
    public static TestResult asymptotic(double[] reference, double[] current) {
        double statistic = statistic(reference, current);
        double together = (double) reference.length * current.length / ((double) reference.length + current.length);
        return new TestResult(statistic, ofOneSample(statistic, (int) Math.rint(together)));
    }

    /**
     * The distribution of the one-sample statistic (Simard and L'Ecuyer, 2011). Commons Statistics has it for the p-values of its tests
     * alone, so it is asked for that of a sample which has this statistic: against a distribution function that is the statistic ahead of
     * the first value and close to the others.
     */
    private static double ofOneSample(double statistic, int size) {
        if (size == 0) {
            return Double.NaN;
        }
        if (statistic <= 0.5 / size) {
            return 1; // no sample has a smaller one
        }
        if (size == 1) {
            return 2 * (1 - statistic);
        }
        double[] places = new double[size];
        Arrays.setAll(places, i -> i == 0 ? statistic : Math.max(statistic, (i + 0.5) / size));
        return KolmogorovSmirnovTest.withDefaults()
                .with(PValueMethod.EXACT)
                .test(places, place -> place)
                .getPValue();
    }

    /**
     * At most how probable a statistic as large as this one is without drift: twice the first term of Kolmogorov's (1933) limit for
     * {@code n1 n2 / (n1 + n2)} values, which is never below that limit.
     *
     * @param statistic at most 1; from 0 down everything is as large
     * @param reference values there, positive
     * @param current values here, positive
     */
    public static double mostLikely(double statistic, long reference, long current) {
        double together = (double) reference * current / ((double) reference + current);
        double large = Math.max(0, statistic);
        return Math.min(1, 2 * Math.exp(-2 * together * large * large));
    }

    /**
     * The statistic alone.
     *
     * @return in [0, 1]
     */
    public static double statistic(double[] reference, double[] current) {
        double[] r = reference.clone();
        double[] c = current.clone();
        Arrays.sort(r);
        Arrays.sort(c);
        int fromR = 0;
        int fromC = 0;
        long furthest = 0;
        while (fromR < r.length && fromC < c.length) {
            double at = Math.min(r[fromR], c[fromC]);
            while (fromR < r.length && r[fromR] == at) {
                fromR++;
            }
            while (fromC < c.length && c[fromC] == at) {
                fromC++;
            }
            furthest = Math.max(furthest, Math.abs((long) fromR * c.length - (long) fromC * r.length));
        }
        return (double) furthest / ((double) r.length * c.length);
    }
}
