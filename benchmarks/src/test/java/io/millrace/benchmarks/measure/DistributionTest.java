package io.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        var distribution = Distribution.of(DoubleStream.of(9, 1, 5));

        assertThat(distribution.median()).isEqualTo(5);
    }

    @Test
    void quartilesAreInterpolatedAsNumpyDoesByDefault() {
        var distribution = Distribution.of(DoubleStream.of(4, 1, 3, 2));

        assertThat(distribution.lowerQuartile()).isEqualTo(1.75);
        assertThat(distribution.median()).isEqualTo(2.5);
        assertThat(distribution.upperQuartile()).isEqualTo(3.25);
    }

    @Test
    void aSingleValueIsItsOwnQuartiles() {
        var distribution = Distribution.of(7);

        assertThat(distribution.lowerQuartile()).isEqualTo(7);
        assertThat(distribution.upperQuartile()).isEqualTo(7);
    }

    @Test
    void valuesStayInTheOrderOfMeasuring() {
        assertThat(Distribution.of(DoubleStream.of(3, 1, 2)).values()).containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Distribution.of(DoubleStream.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> Distribution.of(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Distribution.of(Double.POSITIVE_INFINITY));
    }
}
