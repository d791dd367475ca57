package io.millrace.drift.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.sketch.Profiles;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OutlierScoreTest {
    private static final double FURTHEST = OutlierScore.MOST - OutlierScore.ORDINARY;

    /** Median 3, MAD 1. */
    private static final FeatureProfile FIVE = Profiles.of(1, 2, 3, 4, 5);

    private static OutlierScore score(FeatureProfile... features) {
        return OutlierScore.against(List.of(features));
    }

    private static double of(FeatureProfile feature, double value) {
        return score(feature).of(new double[] {value});
    }

    @Test
    void isTheModifiedZScoreBeyondThreeAndAHalf() {
        assertThat(of(FIVE, 3)).isZero();
        assertThat(of(FIVE, 3 + 3.5 * 1.4826)).isCloseTo(0, within(1e-12));
        assertThat(of(FIVE, 3 + 6 * 1.4826)).isCloseTo(2.5, within(1e-12));
        assertThat(of(FIVE, 3 - 6 * 1.4826)).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void noFeatureIsFurtherThanTheFurthest() {
        assertThat(of(FIVE, 1e300)).isEqualTo(FURTHEST);
        assertThat(of(FIVE, Double.NEGATIVE_INFINITY)).isEqualTo(FURTHEST);
    }

    @Test
    void featuresAddUpAsDistancesDo() {
        double[] row = {3 + 6.5 * 1.4826, 3 - 7.5 * 1.4826, 3};

        assertThat(score(FIVE, FIVE, FIVE).of(row)).isCloseTo(5, within(1e-12));
    }

    @Test
    void whatARowHasBesideTheFeaturesSaysNothing() {
        var among = OutlierScore.against(List.of(FIVE, FIVE), new int[] {3, 1}, 5);
        double[] row = {1e9, 3 - 7.5 * 1.4826, Double.NaN, 3 + 6.5 * 1.4826, Double.POSITIVE_INFINITY};

        assertThat(among.of(row)).isCloseTo(5, within(1e-12));
    }

    @Test
    void whereHalfOfTheReferenceIsOneValueTheMiddleNinetyPercentSayHowFar() {
        double[] mostlyZero = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(700),
                        DoubleStream.iterate(1, v -> v + 1).limit(300))
                .toArray();
        double scale = 250 / 3.2897;

        assertThat(of(Profiles.of(mostlyZero), 10 * scale)).isCloseTo(6.5, within(0.2));
    }

    @Test
    void whereAlmostAllIsOneValueTheStandardDeviationDoes() {
        var almostConstant = Profiles.of(DoubleStream.concat(
                        DoubleStream.of(1), DoubleStream.generate(() -> 0).limit(99))
                .toArray());

        assertThat(of(almostConstant, 10 * almostConstant.stddev())).isCloseTo(6.5, within(1e-9));
    }

    @Test
    void anyOtherValueOfAConstantIsTheFurthest() {
        assertThat(of(Profiles.of(7, 7, 7), 7)).isZero();
        assertThat(of(Profiles.of(7, 7, 7), Math.nextUp(7.0))).isEqualTo(FURTHEST);
    }

    @Test
    void aMissingValueIsAsFarAsItIsRare() {
        double[] oneInAThousand = DoubleStream.concat(DoubleStream.of(Double.NaN), new Random(1).doubles(999))
                .toArray();

        assertThat(of(FIVE, Double.NaN)).as("never missing").isEqualTo(FURTHEST);
        assertThat(of(Profiles.of(oneInAThousand), Double.NaN))
                .isCloseTo(Math.sqrt(-2 * Math.log(1 / 999.0)) - 3.5, within(1e-9));
        assertThat(of(Profiles.of(1, Double.NaN, Double.NaN, 2), Double.NaN)).isZero();
    }

    @Test
    void aBooleanIsAsFarAsItIsRare() {
        double[] oneInTwoThousand = new double[2_000];
        oneInTwoThousand[0] = 1;
        var rare = Profiles.of("abroad", FeatureType.BOOLEAN, oneInTwoThousand);

        assertThat(of(rare, 0)).isZero();
        assertThat(of(rare, 1)).isCloseTo(Math.sqrt(-2 * Math.log(1 / 1_999.0)) - 3.5, within(1e-9));
        assertThat(of(Profiles.of("never", FeatureType.BOOLEAN, 0, 0), 1)).isEqualTo(FURTHEST);
    }

    @Test
    void aFeatureThatTheReferenceNeverSawSaysNothing() {
        assertThat(of(Profiles.of(Double.NaN), 5)).isZero();
        assertThat(of(Profiles.of(Double.NaN), Double.POSITIVE_INFINITY)).isZero();
        assertThat(of(Profiles.of(Double.NaN), Double.NaN)).isZero();
    }

    @Test
    void ordinaryRowsAreOrdinaryHoweverManyFeatures() {
        var random = new Random(2);
        var feature = Profiles.of(
                DoubleStream.generate(random::nextGaussian).limit(5_000).toArray());
        var score = OutlierScore.against(java.util.Collections.nCopies(30, feature));
        int outliers = 0;
        for (int row = 0; row < 1_000; row++) {
            outliers += score.of(DoubleStream.generate(random::nextGaussian)
                                    .limit(30)
                                    .toArray())
                            > 1
                    ? 1
                    : 0;
        }

        assertThat(outliers).isLessThan(3);
    }
}
