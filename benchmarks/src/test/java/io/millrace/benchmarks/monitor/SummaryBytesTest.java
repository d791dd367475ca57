package io.millrace.benchmarks.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.measure.Figure;
import org.junit.jupiter.api.Test;

class SummaryBytesTest {
    private static final int ROWS = 20_000;

    @Test
    void theLargestIsThatOfAllFeatures() {
        var figures = SummaryBytes.count(ROWS);

        double largest = figures.get(0).values().median();
        var each = figures.subList(2, figures.size());
        assertThat(each).hasSize(11);
        assertThat(each.stream().mapToDouble(SummaryBytesTest::bytes).max()).hasValue(largest);
        assertThat(each.stream().mapToDouble(SummaryBytesTest::bytes).average()).hasValue(bytes(figures.get(1)));
    }

    @Test
    void noFeatureTakesMoreThanItMay() {
        assertThat(SummaryBytes.count(ROWS))
                .allSatisfy(figure -> assertThat(bytes(figure)).isBetween(100.0, 8192.0));
    }

    private static double bytes(Figure figure) {
        return figure.values().median();
    }
}
