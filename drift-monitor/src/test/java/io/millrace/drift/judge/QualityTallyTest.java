package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityTallyTest {
    private static final double MEAN_STAKE = 0.9 * (2 - 1 / 128.0) / 8;
    private static final double ROUNDING = 1e-8;

    private final QualityTally tally = new QualityTally(0, 0);

    @Test
    void aGainOfAHalfMultipliesTheWealthByHalfTheMeanStake() {
        tally.add(0.75, 0.25);

        assertThat(tally.meanGain()).isEqualTo(0.5);
        assertThat(tally.logEvidenceGood()).isCloseTo(Math.log(1 + 0.5 * MEAN_STAKE), within(ROUNDING));
        assertThat(tally.logEvidenceBad()).isCloseTo(Math.log(1 - 0.5 * MEAN_STAKE), within(ROUNDING));
    }

    @Test
    void copiesOfTheChampionGiveNoEvidenceEitherWay() {
        for (int i = 0; i < 1000; i++) {
            tally.add(0.3, 0.3);
        }

        assertThat(tally.logEvidenceGood()).isZero();
        assertThat(tally.logEvidenceBad()).isZero();
    }

    @Test
    void roundingNeverMakesEvidence() {
        var random = new Random(3);
        double[] logs = new double[Bets.COUNT];
        for (int i = 0; i < 10_000; i++) {
            double champion = random.nextDouble();
            double challenger = random.nextDouble();
            tally.add(champion, challenger);
            for (int bet = 0; bet < Bets.COUNT; bet++) {
                logs[bet] += Math.log1p(Bets.stake(bet, 1) * (champion - challenger));
            }
        }

        assertThat(tally.logEvidenceGood()).isLessThanOrEqualTo(Bets.logMean(logs));
        assertThat(tally.logEvidenceGood()).isCloseTo(Bets.logMean(logs), within(10_000 * 1e-9));
    }

    @Test
    void theGameIsFairWhereTheGainIsJustTheMargin() {
        // gains of 0.5 and -0.3 with 1/2 each: a mean of 0.1; all courses of six outcomes
        double expected = 0;
        for (int course = 0; course < 64; course++) {
            var game = new QualityTally(0.1, 0);
            for (int i = 0; i < 6; i++) {
                game.add((course >> i & 1) == 1 ? 0.5 : 0, (course >> i & 1) == 1 ? 0 : 0.3);
            }
            expected += Math.exp(game.logEvidenceGood()) / 64;
        }

        assertThat(expected).isCloseTo(1, within(ROUNDING)).isLessThanOrEqualTo(1);
    }

    @Test
    void comparesMeansOfBlocksWhereEventsAreDivided() {
        tally.addChampion(0.25);
        tally.addChampion(0.5);
        tally.addChampion(0.75);
        tally.addChallenger(0.25);
        tally.addChallenger(0.25);
        tally.addChallenger(0.25);
        tally.addChallenger(0.25);
        assertThat(tally.gains()).isZero();

        tally.addChampion(0.5);

        assertThat(tally.gains()).isEqualTo(1);
        assertThat(tally.meanGain()).isEqualTo(0.25);
    }

    @Test
    void aBlockTakesAllRowsOfTheLargerSide() {
        for (int i = 0; i < 99; i++) {
            tally.addChampion(i < 33 ? 1 : 0);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(tally.gains()).isZero();
            tally.addChallenger(0);
        }

        assertThat(tally.meanGain()).isCloseTo(1 / 3.0, within(ROUNDING));
    }

    @Test
    void partsAddToTheSameBitsInWhateverOrder() {
        var random = new Random(7);
        var parts = new QualityTally[] {tally, new QualityTally(0, 0), new QualityTally(0, 0)};
        var whole = new QualityTally(0, 0);
        for (int i = 0; i < 999; i++) {
            double champion = random.nextDouble();
            double challenger = random.nextDouble();
            parts[i % 3].add(champion, challenger);
            whole.add(champion, challenger);
        }

        parts[2].merge(parts[0]);
        parts[2].merge(parts[1]);

        assertThat(parts[2].logEvidenceGood()).isEqualTo(whole.logEvidenceGood());
        assertThat(parts[2].logEvidenceBad()).isEqualTo(whole.logEvidenceBad());
        assertThat(parts[2].meanGain()).isEqualTo(whole.meanGain());
    }

    @Test
    void blocksThatWereBegunApartAreFinishedTogether() {
        var other = new QualityTally(0, 0);
        for (int i = 0; i < 4; i++) {
            tally.addChampion(0.5);
            other.addChallenger(0.25);
        }

        tally.merge(other);

        assertThat(tally.gains()).isEqualTo(1);
        assertThat(tally.meanGain()).isEqualTo(0.25);
    }
}
