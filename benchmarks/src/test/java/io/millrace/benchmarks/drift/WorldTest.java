package io.millrace.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldTest {
    private static final int MANY = 100_000;

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyShapeHasTheMeanAndDeviationThatItNames(Shape shape) {
        var draws = new Draws(1);
        var values = DoubleStream.generate(() -> shape.draw(draws))
                .limit(MANY)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double mean = DoubleStream.of(values).average().orElseThrow();
        double square = DoubleStream.of(values).map(v -> v * v).average().orElseThrow();
        assertThat(mean).isCloseTo(shape.mean(), within(0.02 * shape.stddev()));
        assertThat(Math.sqrt(square - mean * mean)).isCloseTo(shape.stddev(), within(0.02 * shape.stddev()));
    }

    @Test
    void thereAreTwentyFeaturesAndOneOfThemChanges() {
        assertThat(World.features()).isEqualTo(20);
        var row = World.draw(new Draws(1), 0);
        var changed = Change.mean(0.5).of(row, 1, 3, new Draws(2));
        int drifting = World.driftingNumber(1);
        for (int number = 0; number < row.numbers(); number++) {
            double apart = number == drifting ? 0.5 * World.shape(number).stddev() : 0;
            assertThat(changed.number(number) - row.number(number)).isCloseTo(apart, within(1e-9));
        }
    }

    @Test
    void aGradualChangeIsCompleteAfterItsWindows() {
        var row = World.draw(new Draws(1), 0);
        int drifting = World.driftingNumber(0);
        for (double[] expected : new double[][] {{0, 0}, {5, 0.25}, {20, 1}, {30, 1}}) {
            var changed = Change.gradual(1, 20).of(row, 0, expected[0], new Draws(2));
            assertThat((changed.number(drifting) - row.number(drifting))
                            / World.shape(drifting).stddev())
                    .isCloseTo(expected[1], within(1e-9));
        }
    }

    @Test
    void variesAroundTheMean() {
        var row = World.draw(new Draws(1), 0);
        int drifting = World.driftingNumber(0);
        double mean = World.shape(drifting).mean();
        var changed = Change.variance(4).of(row, 0, 0, new Draws(2));
        assertThat(changed.number(drifting) - mean).isCloseTo(2 * (row.number(drifting) - mean), within(1e-9));
    }
}
