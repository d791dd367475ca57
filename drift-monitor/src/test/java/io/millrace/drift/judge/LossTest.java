package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossTest {
    @Test
    void isTheSquaredDistanceOfAProbabilityFromTheOutcome() {
        assertThat(Loss.brier().of(0.9, 1)).isCloseTo(0.01, within(1e-15));
        assertThat(Loss.brier().of(0.9, 0)).isCloseTo(0.81, within(1e-15));
    }

    @Test
    void isTheSurpriseInSharesOfTheWorst() {
        assertThat(Loss.log().of(0.5, 1)).isCloseTo(Math.log(2) / Math.log(100), within(1e-15));
        assertThat(Loss.log().of(1, 1)).isZero();
        assertThat(Loss.log().of(0.01, 1)).isCloseTo(1, within(1e-15));
        assertThat(Loss.log().of(0, 1)).isEqualTo(1);
        assertThat(Loss.log().of(1, 0)).isEqualTo(1);
    }

    @Test
    void isClippedAtTheWorst() {
        var absolute = new Loss(Loss.Kind.ABSOLUTE, 50);

        assertThat(absolute.of(100, 125)).isEqualTo(0.5);
        assertThat(absolute.of(100, 151)).isEqualTo(1);
        assertThat(new Loss(Loss.Kind.SQUARED, 100).of(3, 8)).isEqualTo(0.25);
    }

    @Test
    void isTheWorstWithoutAUsableScore() {
        assertThat(Loss.brier().of(Double.NaN, 0)).isEqualTo(1);
        assertThat(new Loss(Loss.Kind.ABSOLUTE, 50).of(Double.NEGATIVE_INFINITY, 0))
                .isEqualTo(1);
    }

    @Test
    void refusesOutcomesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.brier().of(0.5, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.log().of(0.5, -0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Loss(Loss.Kind.ABSOLUTE, 1).of(0.5, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Loss(Loss.Kind.ABSOLUTE, 0));
    }
}
