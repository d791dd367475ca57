package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long NOW = 1_000_000;

    private final Circuit circuit = new Circuit(new CircuitDefinition(3, Duration.ofSeconds(1)));

    private void fail(int times, long atMillis) {
        for (int i = 0; i < times; i++) {
            circuit.failed(atMillis);
        }
    }

    @Test
    void opensWithTheLastOfSoManyFailuresInARow() {
        fail(2, NOW);
        assertThat(circuit.isOpen(NOW)).isFalse();
        fail(1, NOW);
        assertThat(circuit.isOpen(NOW)).isTrue();
    }

    @Test
    void aSuccessBetweenThemBeginsANewRow() {
        fail(2, NOW);
        circuit.succeeded();
        fail(2, NOW);

        assertThat(circuit.isOpen(NOW)).isFalse();
    }

    @Test
    void letsACallTryAgainWhenTheTimeIsOver() {
        fail(3, NOW);

        assertThat(circuit.isOpen(NOW + 999)).isTrue();
        assertThat(circuit.isOpen(NOW + 1_000)).isFalse();
    }

    @Test
    void opensAtOnceWhenThatCallFailsToo() {
        fail(3, NOW);
        fail(1, NOW + 1_500);

        assertThat(circuit.isOpen(NOW + 2_499)).isTrue();
        assertThat(circuit.isOpen(NOW + 2_500)).isFalse();
    }

    @Test
    void isClosedForGoodWhenThatCallSucceeds() {
        fail(3, NOW);
        circuit.succeeded();
        fail(2, NOW + 1_500);

        assertThat(circuit.isOpen(NOW + 1_500)).isFalse();
    }
}
