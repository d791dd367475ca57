package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RailTest {
    private static final double EXACT = 1e-12;

    @Test
    void halfTheMoneyIsLaidOutBeforeTheFirstRow() {
        var rail = new Rail(new double[] {0.01});
        rail.nextRow();
        rail.tell(0, true);

        // likelihood ratios 0.01^(-k/6), k = 1 ... 5, with half the money; the other half is kept
        double mean = 0;
        for (int k = 1; k <= 5; k++) {
            mean += Math.pow(0.01, -k / 6.0) / 5;
        }
        assertThat(evidence(rail)).isCloseTo(Math.log(0.5 * mean + 0.5), within(EXACT));
    }

    @Test
    void theGameIsFairAtTheLimit() {
        // all courses of ten rows, weighed with their probabilities
        double expected = 0;
        for (int course = 0; course < 1024; course++) {
            var rail = new Rail(new double[] {0.3});
            for (int row = 0; row < 10; row++) {
                rail.nextRow();
                rail.tell(0, (course >> row & 1) == 1);
            }
            int hits = Integer.bitCount(course);
            expected += Math.pow(0.3, hits) * Math.pow(0.7, 10 - hits) * Math.exp(evidence(rail));
        }

        assertThat(expected).isCloseTo(1, within(EXACT));
    }

    @Test
    void aFaultAfterAMillionGoodRowsNeedsFewRowsMore() {
        assertThat(rowsUntilShown(0)).isEqualTo(3);
        assertThat(rowsUntilShown(1_000_000)).isEqualTo(8);
    }

    private static int rowsUntilShown(int goodRows) {
        var rail = new Rail(new double[] {0.01});
        for (int row = 0; row < goodRows; row++) {
            rail.nextRow();
            rail.tell(0, false);
        }
        int rows = 0;
        while (evidence(rail) < Math.log(1000)) {
            rows++;
            rail.nextRow();
            rail.tell(0, true);
        }
        return rows;
    }

    @Test
    void overflowsNever() {
        var rail = new Rail(new double[] {0.001});
        for (int row = 0; row < 100_000; row++) {
            rail.nextRow();
            rail.tell(0, true);
        }

        assertThat(evidence(rail)).isFinite().isGreaterThan(400);
    }

    private static double evidence(Rail rail) {
        return rail.finding(Criterion.GUARD_ERRORS, 1).logEvidence();
    }
}
