package io.millrace.drift.sketch;

import static io.millrace.drift.sketch.Profiles.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.sketch.QuantileSketch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberSummaryTest {
    private static final FeatureProfile FEW = Profiles.of(1, 2, 2, 3);
    private static final FeatureProfile MANY =
            Profiles.of(new Random(1).doubles(1_000).toArray());

    @Test
    void countsEveryRowOnceWhateverItsValue() {
        var summary = summary(FEW, 1, 2, 2, 7, 0.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        assertThat(summary.rows()).isEqualTo(8);
        assertThat(summary.count()).isEqualTo(5);
        assertThat(summary.missing()).isEqualTo(1);
        assertThat(summary.infinite()).isEqualTo(2);
        assertThat(summary.counts()).containsExactly(1, 2, 0, 2);
        assertThat(summary.moments().mean()).isCloseTo(2.5, within(1e-15));
        assertThat(summary.min()).isEqualTo(0.5);
        assertThat(summary.max()).isEqualTo(7);
    }

    @Test
    void theEndsOfTheReferenceAreNotOutsideOfIt() {
        var summary = summary(FEW, 1, 3, Math.nextDown(1.0), Math.nextUp(3.0));

        assertThat(summary.below()).isEqualTo(1);
        assertThat(summary.above()).isEqualTo(1);
    }

    @Test
    void whereTheReferenceHadNoValueNoneIsOutsideOfIt() {
        var summary = summary(Profiles.of(Double.NaN), 1, -1);

        assertThat(summary.below() + summary.above()).isZero();
        assertThat(summary.counts()).containsExactly(2);
    }

    @Test
    void takesMinusZeroForZero() {
        var summary = summary(FEW, -0.0, 0.0);

        assertThat(summary.quantiles().quantile(0.5)).isEqualTo(0.0);
        assertThat(1 / summary.quantiles().quantile(0.5)).isPositive();
    }

    @Test
    void whenItIsLookedAtDoesNotMatter() {
        double[] values = new Random(5).doubles(1_001, -0.2, 1.2).toArray();
        var lookedAt = NumberSummary.over(MANY);
        for (int i = 0; i < values.length; i++) {
            lookedAt.add(values[i]);
            if (i % 10 == 3) {
                assertThat(lookedAt.quantiles().count()).isEqualTo(i + 1);
            }
            if (i % 17 == 5) {
                assertThat(Arrays.stream(lookedAt.counts()).sum()).isEqualTo(i + 1);
            }
        }

        assertThat(SummaryCodec.encode(lookedAt)).isEqualTo(SummaryCodec.encode(summary(MANY, values)));
    }

    @Test
    void countsEveryValueInTheBinOfTheProfile() {
        double[] values = new Random(6).doubles(500, -0.2, 1.2).toArray();
        System.arraycopy(new double[] {1, 2, 3, -0.0, 0}, 0, values, 0, 5);
        MANY.bins().bounds().forEach(edge -> values[MANY.bins().indexOf(edge) + 5] = edge);
        for (var reference : List.of(FEW, MANY)) {
            long[] expected = new long[reference.bins().size()];
            for (double value : values) {
                expected[reference.bins().indexOf(value)]++;
            }

            assertThat(summary(reference, values).counts()).isEqualTo(expected);
        }
    }

    @Test
    void mergesToTheSameCountsInAnyOrderAndSplit() {
        double[] values = new Random(2).doubles(20_000, -0.2, 1.2).toArray();
        var whole = summary(MANY, values);
        var forwards = NumberSummary.over(MANY);
        var backwards = NumberSummary.over(MANY);
        for (int part = 0; part < 16; part++) {
            forwards.merge(summary(MANY, Arrays.copyOfRange(values, part * 1_250, (part + 1) * 1_250)));
            backwards.merge(summary(MANY, Arrays.copyOfRange(values, (15 - part) * 1_250, (16 - part) * 1_250)));
        }

        for (var merged : new NumberSummary[] {forwards, backwards}) {
            assertThat(merged.counts()).isEqualTo(whole.counts());
            assertThat(merged.below()).isEqualTo(whole.below());
            assertThat(merged.above()).isEqualTo(whole.above());
            assertThat(merged.min()).isEqualTo(whole.min());
            assertThat(merged.max()).isEqualTo(whole.max());
            assertThat(merged.moments().mean()).isCloseTo(whole.moments().mean(), within(1e-12));
            assertThat(merged.moments().squares()).isCloseTo(whole.moments().squares(), within(1e-8));
            for (double share : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
                double answer = merged.quantiles().quantile(share);
                long upTo =
                        Arrays.stream(values).filter(value -> value <= answer).count();
                assertThat((double) upTo / values.length).isCloseTo(share, within(QuantileSketch.RANK_ERROR));
            }
        }
    }

    /** As where rows are counted from commit to commit. */
    @Test
    void slicesOfManyValuesMergeToWhatTheWholeIs() {
        double[] values = new Random(9).doubles(600_000, -0.2, 1.2).toArray();
        var merged = NumberSummary.over(MANY);
        int kept = 0;
        for (int from = 0; from < values.length; from += 1_000) {
            var slice = NumberSummary.after(from, MANY);
            for (int i = from; i < from + 1_000; i++) {
                slice.add(values[i]);
            }
            kept = slice.quantiles().size();
            merged.merge(SummaryCodec.decode(MANY, SummaryCodec.encode(slice)).orElseThrow());
        }

        assertThat(kept).as("of the last thousand").isLessThan(100);
        assertThat(merged.count()).isEqualTo(values.length);
        assertThat(merged.counts()).isEqualTo(summary(MANY, values).counts());
        Arrays.sort(values);
        for (double share : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
            int rank = Arrays.binarySearch(values, merged.quantiles().quantile(share));
            assertThat((double) rank / values.length).isCloseTo(share, within(QuantileSketch.RANK_ERROR));
        }
    }

    @Test
    void goesOnFromItsBytesToTheSameBytesWhenOnlySomeValuesAreDrawn() {
        double[] values = new Random(10).doubles(200_000).toArray();
        var whole = summary(MANY, values);
        var interrupted = summary(MANY, Arrays.copyOf(values, 150_001));
        var goesOn = SummaryCodec.decode(MANY, SummaryCodec.encode(interrupted)).orElseThrow();
        for (int i = 150_001; i < values.length; i++) {
            goesOn.add(values[i]);
        }

        assertThat(SummaryCodec.encode(goesOn)).isEqualTo(SummaryCodec.encode(whole));
    }

    @Test
    void doesNotMergeWithASummaryOverAnotherProfile() {
        assertThatIllegalArgumentException().isThrownBy(() -> summary(FEW, 1).merge(summary(MANY, 1)));
    }
}
