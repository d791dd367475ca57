package io.millrace.benchmarks.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrainTest {
    private final Drain drain = new Drain();

    @Test
    void theFirstPartIsDroppedBetweenTwoMomentsAsIfAllWentEvenly() {
        drain.at(0, 1_000, 500);
        drain.at(100, 2_000, 1_500);
        drain.at(400, 4_000, 2_500);
        drain.at(1_000, 8_000, 6_500);

        var effort = drain.without(0.25, 500);

        assertThat(effort.events()).isEqualTo(375);
        assertThat(effort.wallNanos()).isCloseTo(8_000 - 3_000, within(1e-9));
        assertThat(effort.cpuNanos()).isCloseTo(6_500 - 2_000, within(1e-9));
    }

    @Test
    void timeBeforeTheFirstRecordAndAfterTheLastIsNotCounted() {
        drain.at(0, 0, 0);
        drain.at(0, 1_000, 900);
        drain.at(10, 2_000, 1_900);
        drain.at(10, 9_000, 8_900);

        assertThat(drain.without(0, 5).wallNanos()).isEqualTo(2_000);
    }

    @Test
    void aDrainWithoutMomentsIsNoMeasurement() {
        drain.at(10, 0, 0);

        assertThatIllegalStateException().isThrownBy(() -> drain.without(0.2, 10));
    }
}
