package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.QuantileRanks;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreTallyTest {
    @Test
    void cutsScoresAtTheirSixteenths() {
        double[] scores = new double[1600];
        Arrays.setAll(scores, i -> i);

        var reference = ScoreReference.of(scores);

        assertThat(reference.cuts()).hasSize(15).startsWith(100.0, 200.0).endsWith(1500.0);
        assertThat(reference.shares().get(0)).isEqualTo(101 / 1600.0);
    }

    @Test
    void cutsTiedScoresOnBothSides() {
        var reference = ScoreReference.of(new double[] {0.5, 0.5, 0.5, Double.NaN});

        assertThat(reference.cuts()).containsExactly(Math.nextDown(0.5), 0.5);
        assertThat(reference.shares()).containsExactly(0.0, 1.0);
    }

    @Test
    void hasNoCutsWithoutScores() {
        assertThat(ScoreReference.of(new double[] {Double.NaN})).isEqualTo(ScoreReference.NONE);
    }

    @Test
    void cutsAProfileAtTheBoundsOfItsBins() {
        var byRange = profile(new Bins.ByRange(List.of(0.2, 0.6)), List.of(0.5, 0.25, 0.25));
        var byValue = profile(new Bins.ByValue(List.of(0.1, 0.7)), List.of(0.75, 0.25, 0.0));

        assertThat(ScoreReference.of(byRange).cuts()).containsExactly(Math.nextDown(0.2), Math.nextDown(0.6));
        assertThat(ScoreReference.of(byRange).shares()).containsExactly(0.5, 0.75);
        assertThat(ScoreReference.of(byValue).cuts()).containsExactly(Math.nextDown(0.1), 0.1, Math.nextDown(0.7), 0.7);
        assertThat(ScoreReference.of(byValue).shares()).containsExactly(0.0, 0.75, 0.75, 1.0);
    }

    private static FeatureProfile profile(Bins bins, List<Double> shares) {
        var quantiles =
                bins instanceof Bins.ByValue ? List.<Double>of() : Collections.nCopies(QuantileRanks.size(), 0.3);
        return new FeatureProfile(
                "score", FeatureType.DOUBLE, 4, 0, 0.3, 0.2, 0.1, 0.7, bins, shares, quantiles, Map.of());
    }

    @Test
    void refusesCutsThatDoNotAscendAndSharesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ScoreReference(List.of(0.2, 0.2), List.of(0.1, 0.2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScoreReference(List.of(0.2, 0.3), List.of(0.2, 0.1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScoreReference(List.of(0.2), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScoreReference(List.of(0.2), List.of(1.1)));
    }

    @Test
    void measuresKolmogorovsDistanceAtTheCuts() {
        var tally = new ScoreTally(new double[] {1, 2, 3});
        tally.add(0.5, 2.5); // below 1 and 2, where the champion is not
        tally.add(1.0, 1.5); // a score at a cut is at or below it
        tally.add(3.5, 0.5);
        tally.add(1.5, 1.5);

        // at 1: 2 - 1, at 2: 3 - 3, at 3: 3 - 4
        assertThat(tally.distance()).isEqualTo(0.25);
        assertThat(tally.pairs()).isEqualTo(4);
    }

    @Test
    void aConstantScoreThatMovesIsSeenEitherWay() {
        var reference = ScoreReference.of(new double[] {0.5, 0.5, 0.5});

        for (double moved : new double[] {0.4, 0.6}) {
            var tally = new ScoreTally(reference.cutsAsArray());
            for (int i = 0; i < 40; i++) {
                tally.add(moved, 0.5);
            }
            assertThat(tally.distance()).isEqualTo(1);
            assertThat(tally.logEvidenceApart(PairBets.above(0.1))).isGreaterThan(Math.log(500));
        }
    }

    @Test
    void aConstantScoreThatStaysIsShownToBeClose() {
        var tally = new ScoreTally(ScoreReference.of(new double[] {0.5, 0.5}).cutsAsArray());

        for (int i = 0; i < 60; i++) {
            tally.add(0.5, 0.5);
        }

        assertThat(tally.logEvidenceApart(PairBets.above(0.1))).isNegative();
        assertThat(tally.logEvidenceClose(PairBets.below(0.1))).isGreaterThan(Math.log(20));
    }

    @Test
    void heavyTiesAtTheSameSharesAreNotApart() {
        var random = new Random(5);
        var tally = new ScoreTally(
                ScoreReference.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}).cutsAsArray());

        for (int i = 0; i < 20_000; i++) {
            tally.add(random.nextInt(10) == 0 ? 1 : 0, random.nextInt(10) == 0 ? 1 : 0);
            assertThat(tally.logEvidenceApart(PairBets.above(0.1))).isLessThan(Math.log(500));
        }
        assertThat(tally.logEvidenceClose(PairBets.below(0.1))).isGreaterThan(Math.log(20));
    }

    @Test
    void saysNothingWithoutCutsOrPairs() {
        var none = new ScoreTally(new double[0]);
        none.add(1, 2);

        assertThat(none.logEvidenceApart(PairBets.above(0.1))).isZero();
        assertThat(none.logEvidenceClose(PairBets.below(0.1))).isZero();
        assertThat(new ScoreTally(new double[] {1}).logEvidenceApart(PairBets.above(0.1)))
                .isCloseTo(0, within(1e-12));
        assertThat(new ScoreTally(new double[] {1}).distance()).isNaN();
    }
}
