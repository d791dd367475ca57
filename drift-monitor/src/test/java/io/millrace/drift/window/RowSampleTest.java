package io.millrace.drift.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows the monitor is told of. */
class RowSampleTest {
    private static final int MANY = 400_000;

    private static long taken(RowSample sample, int partition, LongStream offsets) {
        return offsets.filter(offset -> sample.takes(partition, offset)).count();
    }

    @Test
    void allOfThemUnlessToldOtherwise() {
        assertThat(taken(RowSample.ALL, 3, LongStream.range(0, MANY))).isEqualTo(MANY);
    }

    /** Four standard deviations of chance. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0001, 0.01, 0.1, 0.5, 0.9999})
    void theShareInEveryPartition(double share) {
        for (int partition = 0; partition < 4; partition++) {
            double expected = share * MANY;
            assertThat((double) taken(new RowSample(share), partition, LongStream.range(0, MANY)))
                    .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - share))));
        }
    }

    /** As of machines that report in turns. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 10, 64, 1_000})
    void theShareOfWhatComesInTurns(int turns) {
        var sample = new RowSample(0.1);
        for (int first = 0; first < 5; first++) {
            int begin = first;
            long rows = MANY / 10;
            var offsets = LongStream.range(0, rows).map(i -> begin + i * turns);

            assertThat((double) taken(sample, 0, offsets))
                    .isCloseTo(0.1 * rows, within(4 * Math.sqrt(0.1 * 0.9 * rows)));
        }
    }

    @Test
    void othersInAnotherPartition() {
        var sample = new RowSample(0.5);

        long both = LongStream.range(0, MANY)
                .filter(offset -> sample.takes(0, offset) && sample.takes(1, offset))
                .count();

        assertThat((double) both).isCloseTo(0.25 * MANY, within(4 * Math.sqrt(0.25 * 0.75 * MANY)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void aSampleHasAShare(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowSample(share))
                .withMessage("a sample has a share above 0 and up to 1, not " + share);
    }

    @Test
    void aSmallerShareIsPartOfALargerOne() {
        var small = new RowSample(0.01);
        var large = new RowSample(0.1);

        assertThat(LongStream.range(0, MANY).filter(offset -> small.takes(0, offset)))
                .isNotEmpty()
                .allMatch(offset -> large.takes(0, offset));
    }
}
