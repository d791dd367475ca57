package io.millrace.drift.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Standard errors at their edges; NannyML's bands are golden in {@code quality}. */
class SamplingErrorTest {
    @Test
    void accuracyVariesAsACoinOfItsProbability() {
        var error = SamplingError.of(new double[] {0.9, 0.8, 0.2, 0.6}, new int[] {1, 1, 0, 0}, 0.5);

        assertThat(error.accuracy()).isCloseTo(Math.sqrt(0.75 * 0.25), within(1e-15));
    }

    @Test
    void aTieIsHalfSoThatOrderDoesNotMatter() {
        var first = SamplingError.of(new double[] {0.5, 0.5, 0.7, 0.1}, new int[] {1, 0, 1, 0}, 0.5);
        var second = SamplingError.of(new double[] {0.1, 0.7, 0.5, 0.5}, new int[] {0, 1, 0, 1}, 0.5);

        // positives are above 0.75 and 1 of the negatives: apart by 0.125 from their mean; half of the rows are
        // positive
        assertThat(first.rocAuc()).isCloseTo(0.125 / Math.sqrt(0.5), within(1e-15));
        assertThat(second.rocAuc()).isEqualTo(first.rocAuc());
    }

    @Test
    void whatTheReferenceCannotSayIsUnknown() {
        var negatives = SamplingError.of(new double[] {0.1, 0.2}, new int[] {0, 0}, 0.5);

        assertThat(negatives.rocAuc()).isNull();
        assertThat(negatives.f1()).isNull();
        assertThat(negatives.accuracy()).isZero();
        assertThat(SamplingError.of(new double[0], new int[0], 0.5)).isEqualTo(new SamplingError(null, null, null));
    }

    @Test
    void aBandIsThreeStandardErrorsWideAndEndsAtZeroAndOne() {
        assertThat(SamplingError.band(0.5, 1.0, 100)).isEqualTo(new SamplingError.Band(0.2, 0.8));
        assertThat(SamplingError.band(0.9, 1.0, 100)).isEqualTo(new SamplingError.Band(0.9 - 0.3, 1));
        assertThat(SamplingError.band(0.1, 1.0, 100)).isEqualTo(new SamplingError.Band(0, 0.1 + 0.3));
    }

    @Test
    void aBandAroundWhatIsUnknownIsUnknown() {
        assertThat(SamplingError.band(null, 1.0, 100)).isNull();
        assertThat(SamplingError.band(0.5, null, 100)).isNull();
        assertThat(SamplingError.band(0.5, 1.0, 0)).isNull();
    }

    @Test
    void aReferenceThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SamplingError.of(new double[] {1.5}, new int[] {1}, 0.5));
    }
}
