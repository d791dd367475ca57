package io.millrace.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileBuilderTest {
    @Test
    void givesUpToTwentyValuesABinEachAndTheRestAnother() {
        var feature = profile(3, 1, 1, 2, 1, 3, 1, 1, 2, 1);

        assertThat(feature.bins()).isEqualTo(new Bins.ByValue(List.of(1.0, 2.0, 3.0)));
        assertThat(feature.shares()).containsExactly(0.6, 0.2, 0.2, 0.0);
        assertThat(feature.bins().indexOf(2)).isEqualTo(1);
        assertThat(feature.bins().indexOf(2.5)).isEqualTo(3);
    }

    @Test
    void keepsABinPerValueForExactlyTwenty() {
        var feature = profile(IntStream.rangeClosed(1, 20).asDoubleStream().toArray());

        assertThat(feature.bins()).isInstanceOf(Bins.ByValue.class);
        assertThat(feature.shares()).hasSize(21);
    }

    @Test
    void theMedianIsTheUpperOneOfTheValuesInTheMiddle() {
        assertThat(profile(3, 1, 2).median()).isEqualTo(2);
        assertThat(profile(4, 3, 1, 2).median()).isEqualTo(3);
        assertThat(profile(Double.NaN, 5).median()).isEqualTo(5);
        assertThat(profile(Double.NaN).median()).isNaN();
        assertThat(profile(0, 0, 0, 1).median()).isZero();
    }

    @Test
    void theMedianOfManyValuesIsExactHoweverTheyAreDistributed() {
        var random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            double exponent = 1 + trial % 7;
            double[] values = random.doubles(25 + random.nextInt(200))
                    .map(value -> Math.round(1_000 * Math.pow(value, exponent)) / 10.0)
                    .toArray();

            double median = profile(values).median();

            Arrays.sort(values);
            assertThat(median).as("trial %d", trial).isEqualTo(values[values.length / 2]);
        }
    }

    @Test
    void cutsTwentyOneValuesAtTheirDeciles() {
        // x[floor(21 k / 10)] of 1..21 for k = 1..9: x[2], x[4], x[6], x[8], x[10], x[12], x[14], x[16], x[18]
        var feature = profile(IntStream.rangeClosed(1, 21).asDoubleStream().toArray());

        assertThat(feature.bins())
                .isEqualTo(new Bins.ByRange(List.of(3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0, 19.0)));
        assertThat(feature.shares().get(0)).isEqualTo(2.0 / 21);
        assertThat(feature.shares().get(9)).isEqualTo(3.0 / 21);
    }

    @Test
    void putsAValueOnAnEdgeAboveItAndOpensTheOuterBins() {
        var bins = profile(IntStream.rangeClosed(1, 100).asDoubleStream().toArray())
                .bins();

        assertThat(bins.bounds()).startsWith(11.0, 21.0).endsWith(91.0);
        assertThat(bins.indexOf(Math.nextDown(11.0))).isZero();
        assertThat(bins.indexOf(11.0)).isEqualTo(1);
        assertThat(bins.indexOf(-1e300)).isZero();
        assertThat(bins.indexOf(91.0)).isEqualTo(9);
        assertThat(bins.indexOf(1e300)).isEqualTo(9);
    }

    @Test
    void givesAValueThatFillsSeveralDecilesABinOfItsOwn() {
        // 70 zeros and 1..30: deciles 1 to 6 are 0; the others are x[70] = 1, x[80] = 11 and x[90] = 21
        var zerosAndOthers = DoubleStream.concat(
                DoubleStream.generate(() -> 0).limit(70),
                IntStream.rangeClosed(1, 30).asDoubleStream());

        var feature = profile(zerosAndOthers.toArray());

        assertThat(feature.bins()).isEqualTo(new Bins.ByRange(List.of(1.0, 11.0, 21.0)));
        assertThat(feature.shares()).containsExactly(0.7, 0.1, 0.1, 0.1);
    }

    @Test
    void tellsRareValuesFromAConstantThatFillsEveryDecile() {
        var mostlyFive = DoubleStream.concat(
                DoubleStream.generate(() -> 5).limit(975),
                IntStream.rangeClosed(6, 30).asDoubleStream());

        var feature = profile(mostlyFive.toArray());

        assertThat(feature.bins()).isEqualTo(new Bins.ByRange(List.of(6.0)));
        assertThat(feature.shares()).containsExactly(0.975, 0.025);
    }

    @Test
    void leavesNoBinEmptyInTheReferenceButOther() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int range = 21 + random.nextInt(200);
            var feature = profile(
                    random.ints(500, 0, range).mapToDouble(i -> i * (i % 3)).toArray());

            if (feature.bins() instanceof Bins.ByRange) {
                assertThat(feature.shares()).allMatch(share -> share > 0);
            }
        }
    }

    @Test
    void describesTheValuesAndCountsWhatIsMissing() {
        var feature = profile(2, 4, Double.NaN, 4, 4, 5, 5, Double.POSITIVE_INFINITY, 7, 9);

        assertThat(feature.count()).isEqualTo(8);
        assertThat(feature.missing()).isEqualTo(2);
        assertThat(feature.missingShare()).isEqualTo(0.2);
        assertThat(feature.mean()).isEqualTo(5);
        assertThat(feature.stddev()).isEqualTo(2); // population: sqrt(32 / 8)
        assertThat(feature.min()).isEqualTo(2);
        assertThat(feature.max()).isEqualTo(9);
    }

    @Test
    void findsNoSpreadInAConstant() {
        var feature = profile(DoubleStream.generate(() -> 0.1).limit(1000).toArray());

        assertThat(feature.mean()).isEqualTo(0.1);
        assertThat(feature.stddev()).isZero();
    }

    @Test
    void saysThatNothingIsKnownOfAFeatureThatIsAlwaysMissing() {
        var feature = profile(Double.NaN, Double.NaN);

        assertThat(feature.count()).isZero();
        assertThat(feature.mean()).isNaN();
        assertThat(feature.shares()).containsExactly(0.0);
    }

    @Test
    void takesMinusZeroForZero() {
        assertThat(profile(0.0, -0.0, 1).bins()).isEqualTo(new Bins.ByValue(List.of(0.0, 1.0)));
        assertThat(profile(0.0, 1).bins().indexOf(-0.0)).isZero();
    }

    @Test
    void doesNotDependOnTheOrderOfTheRows() {
        var values = new Random(42).doubles(1000).boxed().toList();
        var shuffled = new java.util.ArrayList<>(values);
        Collections.shuffle(shuffled, new Random(43));

        assertThat(profile(shuffled.stream().mapToDouble(v -> v).toArray()))
                .isEqualTo(profile(values.stream().mapToDouble(v -> v).toArray()));
    }

    @Test
    void watchesTheScoreBesideTheFeatures() {
        var profile = new ProfileBuilder(
                        "transactions", Models.FRAUD, List.of(new ProfileBuilder.Feature("night", FeatureType.BOOLEAN)))
                .add(new double[] {1}, 0.25)
                .add(new double[] {0}, 0.75)
                .build("two rows");

        assertThat(profile.sampleSize()).isEqualTo(2);
        assertThat(profile.columns()).extracting(FeatureProfile::name).containsExactly("night", "score");
        assertThat(profile.score().mean()).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void refusesRowsOfAnotherLengthAndAProfileOfNothing() {
        var builder = new ProfileBuilder(
                "transactions", Models.FRAUD, List.of(new ProfileBuilder.Feature("amount", FeatureType.DOUBLE)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.add(new double[] {1, 2}, 0))
                .withMessage("a row of 1 features expected, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.build("no rows"))
                .withMessageContaining("sampleSize: must be at least 1, was 0");
    }

    private static FeatureProfile profile(double... values) {
        var builder = new ProfileBuilder(
                "transactions", Models.FRAUD, List.of(new ProfileBuilder.Feature("amount", FeatureType.DOUBLE)));
        for (double value : values) {
            builder.add(new double[] {value}, 0.5);
        }
        return builder.build("a test").features().get(0);
    }
}
