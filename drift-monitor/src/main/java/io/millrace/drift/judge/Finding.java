package io.millrace.drift.judge;

import java.util.Locale;

/**
 * What a test has to say so far.
 *
 * @param criterion what was compared
 * @param observations pairs of rows, rows or outcomes the test has seen
 * @param measured the difference or share found, in the criterion's unit; NaN before the first observation
 * @param limit the difference or share that the hypothesis under test allows
 * @param logEvidence natural logarithm of the e-value against that hypothesis: what a bet of 1 against it has become
 * @param logNeeded natural logarithm of the e-value that decides
 */
public record Finding(
        Criterion criterion, long observations, double measured, double limit, double logEvidence, double logNeeded) {

    /** Greater e-values are told as this. */
    private static final double MOST_TOLD = 1e300;

    /** Whether there is enough evidence. */
    public boolean shown() {
        return logEvidence >= logNeeded;
    }

    /** One line for people: {@code errors: 0.011 measured, limit 0.001, 812 observations, evidence 530 of 500}. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s: %.4g measured, limit %.4g, %d observations, evidence %.3g of %.3g",
                criterion.text(),
                measured,
                limit,
                observations,
                Math.min(StrictMath.exp(logEvidence), MOST_TOLD),
                StrictMath.exp(logNeeded));
    }
}
