package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final JudgeSettings SETTINGS = JudgeSettings.DEFAULTS;
    private static final ScoreReference HALVES = new ScoreReference(List.of(0.5), List.of(0.5));
    private static final long FAST = 100;

    private final TrialCodec codec = new TrialCodec(SETTINGS, HALVES);
    private final Trial trial = new Trial(SETTINGS, HALVES);

    private static Answer answer(double score) {
        return new Answer(score, score >= 0.5, FAST);
    }

    @Test
    void comparesBothAnswersOfAnEvent() {
        trial.both(answer(0.6), answer(0.4));
        trial.both(answer(0.6), Answer.unusable(FAST));
        trial.both(Answer.unusable(FAST), answer(0.6));
        trial.both(answer(0.6), Answer.unusable(FAST));

        assertThat(trial.errors().pairs()).isEqualTo(4);
        assertThat(trial.errors().difference()).isEqualTo(0.25);
        assertThat(trial.labels().pairs()).isEqualTo(1);
        assertThat(trial.labels().difference()).isEqualTo(1);
        assertThat(trial.scores().pairs()).isEqualTo(1);
        assertThat(trial.scores().distance()).isEqualTo(1);
        assertThat(trial.championRows()).isEqualTo(4);
        assertThat(trial.challengerRows()).isEqualTo(4);
    }

    @Test
    void comparesLatenciesOnceTheChampionsIsKnown() {
        for (int i = 0; i < 32; i++) {
            trial.both(answer(0.5), answer(0.5));
        }
        assertThat(trial.latency().pairs()).isZero();

        trial.both(answer(0.5), new Answer(0.5, true, 50_000_000));
        trial.both(answer(0.5), new Answer(0.5, true, Answer.UNTIMED));

        assertThat(trial.latency().pairs()).isEqualTo(1);
        assertThat(trial.latency().difference()).isEqualTo(1);
    }

    @Test
    void pairsRowsOneToOneWhereEventsAreDivided() {
        trial.champion(answer(0.6));
        trial.champion(answer(0.6));
        trial.challenger(answer(0.6));
        assertThat(trial.errors().pairs()).isEqualTo(1);
        trial.challenger(Answer.unusable(FAST));
        trial.challenger(Answer.unusable(FAST));

        assertThat(trial.errors().pairs()).isEqualTo(2);
        assertThat(trial.errors().difference()).isEqualTo(0.5);
        assertThat(trial.labels().pairs()).isZero();
    }

    @Test
    void aRowWaitsOnlyForTheNextFewOfTheOtherSide() {
        trial.champion(Answer.unusable(FAST));
        for (int i = 0; i < WaitingRows.MOST; i++) {
            trial.champion(answer(0.6));
        }

        for (int i = 0; i < WaitingRows.MOST + 5; i++) {
            trial.challenger(answer(0.6));
        }

        assertThat(trial.errors().pairs()).isEqualTo(WaitingRows.MOST);
        assertThat(trial.errors().difference()).isZero();
    }

    @Test
    void anOutcomeThatIsNoneChangesNothing() {
        byte[] before = codec.encode(trial);

        assertThatIllegalArgumentException().isThrownBy(() -> trial.outcomeOfBoth(7, 0.5, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> trial.outcomeOfChampion(Double.NaN, 0.5));

        assertThat(codec.encode(trial)).isEqualTo(before);
    }

    @Test
    void goesOnToTheSameBitsAfterItWasEncodedAmidTheCourse() {
        var models = SimulatedModels.equal(11);
        var reference = models.reference();
        var bytes = new TrialCodec(SETTINGS, reference);
        var stayed = new Trial(SETTINGS, reference);
        var moved = new Trial(SETTINGS, reference);
        var random = new Random(12);
        for (int i = 0; i < 3000; i++) {
            var event = models.next();
            int side = random.nextInt(3);
            observe(stayed, event, side);
            observe(moved, event, side);
            if (i % 7 == 0) {
                moved = bytes.decode(bytes.encode(moved)).orElseThrow();
            }
        }

        assertThat(bytes.encode(moved)).isEqualTo(bytes.encode(stayed)).hasSizeLessThan(1024);
        assertThat(new Judge(SETTINGS).evidence(moved)).isEqualTo(new Judge(SETTINGS).evidence(stayed));
    }

    private static void observe(Trial trial, SimulatedModels.Event event, int side) {
        double champion = event.champion().score();
        double challenger = event.challenger().score();
        switch (side) {
            case 0 -> {
                trial.both(event.champion(), event.challenger());
                trial.outcomeOfBoth(event.outcome(), champion, challenger);
            }
            case 1 -> {
                trial.champion(event.champion());
                trial.outcomeOfChampion(event.outcome(), champion);
            }
            default -> {
                trial.challenger(event.challenger());
                trial.outcomeOfChallenger(event.outcome(), challenger);
            }
        }
    }

    @Test
    void aShadowSeenInPartsIsTheOneSeenWholeButForTheLatencyLimit() {
        var models = SimulatedModels.equal(13);
        var reference = models.reference();
        var whole = new Trial(SETTINGS, reference);
        var parts = new Trial[] {new Trial(SETTINGS, reference), new Trial(SETTINGS, reference)};
        for (int i = 0; i < 2000; i++) {
            var event = models.next();
            observe(whole, event, 0);
            observe(parts[i % 2], event, 0);
        }

        parts[0].merge(parts[1]);

        var judge = new Judge(SETTINGS);
        assertThat(parts[0].challengerRows()).isEqualTo(2000);
        assertThat(judge.evidence(parts[0]).merit())
                .isEqualTo(judge.evidence(whole).merit());
        assertThat(judge.evidence(parts[0]).harm())
                .filteredOn(finding -> finding.criterion() != Criterion.LATENCY)
                .isEqualTo(judge.evidence(whole).harm().stream()
                        .filter(finding -> finding.criterion() != Criterion.LATENCY)
                        .toList());
        assertThat(parts[0].latency().pairs()).isEqualTo(2000 - 2 * 32);
    }

    @Test
    void rowsThatWaitInTwoPartsMeetInTheMerge() {
        var other = new Trial(SETTINGS, HALVES);
        trial.champion(answer(0.6));
        trial.champion(answer(0.6));
        other.challenger(Answer.unusable(FAST));

        trial.merge(other);

        assertThat(trial.errors().pairs()).isEqualTo(1);
        assertThat(trial.errors().difference()).isEqualTo(1);
        assertThat(trial.championRows()).isEqualTo(2);
        assertThat(trial.challengerRows()).isEqualTo(1);
    }

    @Test
    void refusesAPartThatWasCountedByOtherCutsOrIsItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> trial.merge(new Trial(SETTINGS, ScoreReference.NONE)));
        assertThatIllegalArgumentException().isThrownBy(() -> trial.merge(trial));
    }

    @Test
    void bytesByOtherSettingsAreNothingAndRatesMayChange() {
        byte[] bytes = codec.encode(trial);

        assertThat(new TrialCodec(SETTINGS, ScoreReference.NONE).decode(bytes)).isEmpty();
        assertThat(new TrialCodec(settings(0.05, 3), HALVES).decode(bytes)).isEmpty();
        assertThat(new TrialCodec(settings(0.01, 2), HALVES).decode(bytes)).isPresent();
    }

    private static JudgeSettings settings(double errorRate, double maxLatency) {
        return new JudgeSettings(
                errorRate, 0.01, Goal.BETTER, Loss.brier(), 0, 0.001, maxLatency, Duration.ofMillis(5), 0.1, 0.2, 1000);
    }

    @Test
    void refusesBytesThatAreNoneOfItsOwn() {
        byte[] bytes = codec.encode(trial);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        byte[] newer = bytes.clone();
        newer[0] = 2;

        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(shorter));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(longer));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(newer))
                .withMessage("state of version 2, this code knows 1");
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(new Trial(SETTINGS, ScoreReference.NONE)));
    }
}
