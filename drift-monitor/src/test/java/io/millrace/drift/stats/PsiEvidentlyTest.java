package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Formula and zero fill equal Evidently's; a monitor, which keeps no rows, has other bins. */
class PsiEvidentlyTest {
    private static final double RELATIVE_PERCENT = 1e-10;

    @ParameterizedTest
    @CsvFileSource(resources = "evidently-psi.csv")
    void equalsEvidentlyOverItsBins(
            long referenceSeed,
            int referenceRows,
            long currentSeed,
            int currentRows,
            double scale,
            double shift,
            int bins,
            double psi) {
        double[] reference = rows(referenceSeed, referenceRows, 1, 0);
        double[] current = rows(currentSeed, currentRows, scale, shift);
        var edges = Edges.sturges(
                DoubleStream.concat(Arrays.stream(reference), Arrays.stream(current))
                        .toArray(),
                false);

        double ours = Psi.between(
                Shares.of(edges.count(reference), referenceRows), Shares.of(edges.count(current), currentRows));

        assertThat(edges.bins()).isEqualTo(bins);
        assertThat(ours).isCloseTo(psi, withinPercentage(RELATIVE_PERCENT));
    }

    @Test
    void equalsEvidentlyWhenACategoryIsNew() {
        // categories a, b, c of 1000 rows; d, our `other`, is new: restated as above, {a 350, b 330, c 240, d 80}
        assertThat(Psi.between(new double[] {0.5, 0.3, 0.2, 0}, new long[] {350, 330, 240, 80}))
                .isCloseTo(0.5977538862973651, withinPercentage(RELATIVE_PERCENT));
    }

    private static double[] rows(long seed, int rows, double scale, double shift) {
        var random = new Random(seed);
        return DoubleStream.generate(() -> {
                    double sum = 0;
                    for (int i = 0; i < 12; i++) {
                        sum += random.nextDouble();
                    }
                    return (sum - 6) * scale + shift;
                })
                .limit(rows)
                .toArray();
    }
}
