package io.millrace.drift.window;

import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Sets aside what may as well be chance: of many features some always differ. By Benjamini and Hochberg (1995), over the p-values of all
 * tests of one window, so that of what is told as drift about this share at most is none. Tests without a p-value take no part.
 *
 * @param rate that share; in (0, 1]; at 1 nothing is set aside
 */
public record FalseDiscoveries(double rate) {
    /** Nothing is set aside. */
    public static final FalseDiscoveries UNCONTROLLED = new FalseDiscoveries(1);

    /** Refuses an impossible share with an IllegalArgumentException. */
    public FalseDiscoveries {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("the rate of false discoveries must be in (0, 1], was " + rate);
        }
    }

    /** Changes the verdicts of one window's statistics: of all of its features, or of those of one segment. */
    void control(Collection<DriftStatistic> window) {
        var tests = window.stream()
                .flatMap(statistic -> statistic.getTests().stream())
                .filter(test -> test.getPValue() != null)
                .sorted(Comparator.comparingDouble(FalseDiscoveries::chance))
                .toList();
        double limit = limit(tests);
        for (var test : tests) {
            if (test.getDrifted() && chance(test) > limit) {
                test.setDrifted(false);
                test.setSetAside(true);
            }
        }
    }

    /** The greatest p-value that is no chance; negative if all are. */
    private double limit(List<DriftTest> ascending) {
        for (int i = ascending.size(); i > 0; i--) {
            double chance = chance(ascending.get(i - 1));
            if (chance <= rate * i / ascending.size()) {
                return chance;
            }
        }
        return -1;
    }

    private static double chance(DriftTest test) {
        return Objects.requireNonNull(test.getPValue());
    }
}
