package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EdgesTest {
    private static double[] upTo(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    @Test
    void sturgesIsOneMoreThanTheLogarithmToBaseTwoRoundedUp() {
        assertThat(Edges.sturges(upTo(1024), false).bins()).isEqualTo(11);
        assertThat(Edges.sturges(upTo(1025), false).bins()).isEqualTo(12);
    }

    @Test
    void binsOfWholeNumbersAreNoNarrowerThanOne() {
        double[] values = IntStream.range(0, 1000).mapToDouble(i -> i % 5).toArray();

        assertThat(Edges.sturges(values, true).bins()).isEqualTo(4);
        assertThat(Edges.sturges(values, false).bins()).isEqualTo(11);
    }

    @Test
    void doaneHasMoreBinsTheMoreSkewedValuesAre() {
        double[] skewed =
                IntStream.range(0, 1000).mapToDouble(i -> (double) i * i * i).toArray();

        assertThat(Edges.doane(skewed).bins())
                .isGreaterThan(Edges.doane(upTo(1000)).bins());
    }

    @Test
    void equalValuesHaveOneBinAroundThem() {
        var edges = Edges.doane(new double[] {3, 3, 3});

        assertThat(edges.bins()).isEqualTo(1);
        assertThat(edges.first()).isEqualTo(2.5);
        assertThat(edges.last()).isEqualTo(3.5);
    }

    @Test
    void aBinIsClosedBelowTheLastOneAboveTooAndNothingLiesOutside() {
        var edges = Edges.equal(0, 3, 3);

        assertThat(edges.count(new double[] {0, 0.999, 1, 2, 3, -0.0})).containsExactly(3, 1, 2);
        assertThat(edges.count(new double[] {-0.001, 3.001, Double.POSITIVE_INFINITY}))
                .containsExactly(0, 0, 0);
    }
}
