package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.judge.JudgeStudy.Ways;
import io.millrace.drift.judge.SimulatedModels.Fault;
import io.millrace.drift.judge.Verdict.KeepWatching;
import io.millrace.drift.judge.Verdict.Promote;
import io.millrace.drift.judge.Verdict.RollBack;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final JudgeSettings DEFAULTS = JudgeSettings.DEFAULTS;
    private static final Judge JUDGE = new Judge(DEFAULTS);

    private static JudgeSettings settings(Goal goal, double margin) {
        return new JudgeSettings(
                0.05, 0.01, goal, Loss.brier(), margin, 0.001, 2, Duration.ofMillis(5), 0.1, 0.2, 1000);
    }

    private static Answer answer(double score) {
        return new Answer(score, score >= 0.5, 1000);
    }

    // ---- how often it is wrong -------------------------------------------------------------------------------------

    /**
     * 500 trials of an equally good, different challenger, looked at after every event. At an error rate of 5 % 25 may be
     * promoted; 40 or more come with a probability below 0.003. At a harm rate of 1 % 5 may be rolled back; 12 or more come with
     * a probability below 0.006.
     */
    @Test
    void anEqualChallengerIsPromotedAndRolledBackNoMoreOftenThanTheRatesSay() {
        assertRates(SimulatedModels::equal, Ways.SHADOW, 1500);
    }

    @Test
    void theRatesHoldWhereEventsAreDivided() {
        assertRates(SimulatedModels::equal, Ways.HALVES, 500);
    }

    @Test
    void theRatesHoldForACanaryOfOnePercent() {
        assertRates(SimulatedModels::equal, Ways.CANARY_1, 600);
    }

    @Test
    void theRatesHoldWhereOneEventOfAHundredIsPositive() {
        assertRates(SimulatedModels::rare, Ways.SHADOW, 500);
    }

    private static void assertRates(LongFunction<SimulatedModels> equal, Ways ways, long events) {
        var eager = new JudgeSettings(
                0.05, 0.01, Goal.BETTER, Loss.brier(), 0, 0.001, 2, Duration.ofMillis(5), 0.1, 0.2, 1);
        var judge = new Judge(eager);
        int promoted = 0;
        int rolledBack = 0;
        for (int seed = 0; seed < 500; seed++) {
            var models = equal.apply(seed);
            var trial = new Trial(eager, models.reference());
            var course = JudgeStudy.trial(judge, trial, models, ways, seed, events, true);
            promoted += course.verdict() instanceof Promote ? 1 : 0;
            rolledBack += course.verdict() instanceof RollBack ? 1 : 0;
        }

        assertThat(promoted).isLessThan(40);
        assertThat(rolledBack).isLessThan(12);
    }

    /** The worst equal challenger: gains of 1 and -1 by a fair coin. Here the error rate is nearly used up. */
    @Test
    void theErrorRateHoldsForTheWildestGains() {
        int promoted = 0;
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var tally = new QualityTally(0, 0);
            boolean shown = false;
            for (int i = 0; i < 5000 && !shown; i++) {
                boolean heads = random.nextBoolean();
                tally.add(heads ? 1 : 0, heads ? 0 : 1);
                shown = tally.logEvidenceGood() >= Math.log(20);
            }
            promoted += shown ? 1 : 0;
        }

        assertThat(promoted).isBetween(5, 39);
    }

    @Test
    void aCopyOfTheChampionIsNeverPromotedForBeingBetter() {
        var models = SimulatedModels.equal(1);
        var trial = new Trial(DEFAULTS, models.reference());
        for (int i = 0; i < 5000; i++) {
            var event = models.next();
            double score = event.champion().score();
            trial.both(event.champion(), event.champion());
            trial.outcomeOfBoth(event.outcome(), score, score);
            assertThat(JUDGE.verdict(trial)).isInstanceOf(KeepWatching.class);
        }
    }

    // ---- what it finds ---------------------------------------------------------------------------------------------

    @Test
    void aBetterChallengerIsPromotedInEachOfTwentyShadowsWithinTenThousandOutcomes() {
        for (int seed = 0; seed < 20; seed++) {
            var models = SimulatedModels.equal(seed);
            var trial = new Trial(DEFAULTS, models.reference());
            var course = JudgeStudy.trial(JUDGE, trial, models.withNoise(0.5), Ways.SHADOW, seed, 10_000, true);

            assertThat(course.verdict()).isInstanceOf(Promote.class);
            assertThat(course.events()).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void aMuchBetterChallengerIsPromotedInEachOfTenTrialsOfHalvesWithinFortyThousandEvents() {
        for (int seed = 0; seed < 10; seed++) {
            var models = SimulatedModels.equal(seed);
            var trial = new Trial(DEFAULTS, models.reference());
            var course = JudgeStudy.trial(JUDGE, trial, models.withNoise(0.3), Ways.HALVES, seed, 40_000, true);

            assertThat(course.verdict()).isInstanceOf(Promote.class);
        }
    }

    @Test
    void nanAtOnePercentIsRolledBackInEachOfTwentyRuns() {
        assertRolledBack(Fault.NAN, Ways.SHADOW, 5000, Criterion.ERRORS);
        assertRolledBack(Fault.NAN, Ways.HALVES, 10_000, Criterion.ERRORS);
    }

    @Test
    void fiftyMillisecondsARowAreRolledBackInEachOfTwentyRuns() {
        assertRolledBack(Fault.SLOW, Ways.SHADOW, 60, Criterion.LATENCY);
        assertRolledBack(Fault.SLOW, Ways.HALVES, 200, Criterion.LATENCY);
        assertRolledBack(Fault.SLOW, Ways.CANARY_1, 4000, Criterion.LATENCY);
    }

    @Test
    void invertedScoresAreRolledBackInEachOfTwentyRuns() {
        assertRolledBack(Fault.INVERTED, Ways.SHADOW, 60, Criterion.LABELS, Criterion.SCORES);
        assertRolledBack(Fault.INVERTED, Ways.HALVES, 200, Criterion.SCORES);
        assertRolledBack(Fault.INVERTED, Ways.CANARY_1, 6000, Criterion.SCORES);
    }

    private static void assertRolledBack(Fault fault, Ways ways, long withinEvents, Criterion... criteria) {
        for (int seed = 0; seed < 20; seed++) {
            var models = SimulatedModels.equal(seed);
            var trial = new Trial(DEFAULTS, models.reference());
            var course = JudgeStudy.trial(JUDGE, trial, models.with(fault), ways, seed, withinEvents, false);

            assertThat(course.verdict()).isInstanceOf(RollBack.class);
            assertThat(((RollBack) course.verdict()).criterion()).isIn((Object[]) criteria);
        }
    }

    @Test
    void aWorseChallengerIsRolledBackForItsQuality() {
        var models = SimulatedModels.equal(1);
        var trial = new Trial(DEFAULTS, models.reference());

        var course = JudgeStudy.trial(JUDGE, trial, models.withNoise(1.3), Ways.SHADOW, 1, 20_000, true);

        assertThat(course.verdict()).isInstanceOf(RollBack.class);
        assertThat(((RollBack) course.verdict()).criterion()).isEqualTo(Criterion.QUALITY);
    }

    @Test
    void outcomesThatComeLateAndInAnotherOrderComeToTheSameBits() {
        var models = SimulatedModels.equal(4);
        var inTime = new Trial(DEFAULTS, models.reference());
        var late = new Trial(DEFAULTS, models.reference());
        var random = new Random(5);
        var waiting = new PriorityQueue<double[]>((a, b) -> Double.compare(a[0], b[0]));
        for (int i = 0; i < 2000; i++) {
            var event = models.next();
            double champion = event.champion().score();
            double challenger = event.challenger().score();
            inTime.outcomeOfBoth(event.outcome(), champion, challenger);
            waiting.add(new double[] {i + 500 * random.nextDouble(), event.outcome(), champion, challenger});
        }

        while (!waiting.isEmpty()) {
            double[] outcome = waiting.remove();
            late.outcomeOfBoth(outcome[1], outcome[2], outcome[3]);
        }

        assertThat(JUDGE.evidence(late).merit())
                .isEqualTo(JUDGE.evidence(inTime).merit());
    }

    // ---- verdicts --------------------------------------------------------------------------------------------------

    @Test
    void keepsWatchingBeforeTheFirstObservation() {
        var verdict = JUDGE.verdict(new Trial(DEFAULTS, ScoreReference.NONE));

        assertThat(verdict).isInstanceOf(KeepWatching.class);
        assertThat(verdict.evidence().harm())
                .extracting(Finding::criterion)
                .containsExactly(
                        Criterion.ERRORS, Criterion.LATENCY, Criterion.SCORES, Criterion.LABELS, Criterion.QUALITY);
        assertThat(verdict.evidence().harm()).allSatisfy(finding -> {
            assertThat(finding.observations()).isZero();
            assertThat(finding.logNeeded()).isEqualTo(StrictMath.log(5 / 0.01));
        });
    }

    @Test
    void promotesNobodyBeforeTheLeastNumberOfEvents() {
        var trial = new Trial(DEFAULTS, ScoreReference.NONE);
        for (int i = 0; i < 999; i++) {
            trial.both(answer(0.6), answer(0.9));
            trial.outcomeOfBoth(1, 0.6, 0.9);
        }
        assertThat(JUDGE.verdict(trial)).isInstanceOf(KeepWatching.class);
        assertThat(JUDGE.lastVerdict(trial)).isEqualTo(new RollBack(Criterion.UNDECIDED, JUDGE.evidence(trial)));

        trial.both(answer(0.6), answer(0.9));

        assertThat(JUDGE.verdict(trial)).isInstanceOf(Promote.class);
        assertThat(JUDGE.lastVerdict(trial)).isInstanceOf(Promote.class);
    }

    @Test
    void harmOutweighsMerit() {
        var trial = new Trial(DEFAULTS, ScoreReference.NONE);
        for (int i = 0; i < 1000; i++) {
            trial.both(answer(0.6), i % 10 == 0 ? Answer.unusable(1000) : answer(0.9));
            trial.outcomeOfBoth(1, 0.6, 0.9);
        }

        var verdict = JUDGE.verdict(trial);

        assertThat(verdict.evidence().merit()).allMatch(Finding::shown);
        assertThat(verdict).isInstanceOf(RollBack.class);
        assertThat(((RollBack) verdict).criterion()).isEqualTo(Criterion.ERRORS);
    }

    @Test
    void aChallengerThatIsSlightlyWorseMayBeNoWorseThanTheMargin() {
        var noWorse = new Judge(settings(Goal.NO_WORSE, 0.02));
        var trial = new Trial(settings(Goal.NO_WORSE, 0.02), ScoreReference.NONE);
        for (int i = 0; i < 2000; i++) {
            trial.both(answer(0.6), answer(0.595));
            trial.outcomeOfBoth(1, 0.6, 0.595); // worse by 0.004
        }

        assertThat(noWorse.verdict(trial)).isInstanceOf(Promote.class);
    }

    @Test
    void aChallengerThatIsBetterByLessThanTheMarginIsNotPromoted() {
        var better = settings(Goal.BETTER, 0.02);
        var trial = new Trial(better, ScoreReference.NONE);
        for (int i = 0; i < 20_000; i++) {
            trial.both(answer(0.6), answer(0.61));
            trial.outcomeOfBoth(1, 0.6, 0.61); // better by 0.008
        }

        assertThat(new Judge(better).verdict(trial)).isInstanceOf(KeepWatching.class);
    }

    @Test
    void withoutOutcomesAnAlikeChallengerIsPromotedAndADifferentOneIsNot() {
        var alike = settings(Goal.ALIKE, 0);
        for (int seed = 0; seed < 5; seed++) {
            var models = SimulatedModels.equal(seed);
            var reference = models.reference();
            var same = JudgeStudy.trial(
                    new Judge(alike), new Trial(alike, reference), models, Ways.SHADOW, seed, 20_000, false);
            assertThat(same.verdict()).isInstanceOf(Promote.class);

            var faulty = models.with(Fault.NAN);
            var other = JudgeStudy.trial(
                    new Judge(alike), new Trial(alike, reference), faulty, Ways.SHADOW, seed, 20_000, false);
            assertThat(other.verdict()).isInstanceOf(RollBack.class);
        }
    }

    @Test
    void criteriaThatAreNotJudgedLeaveTheirPartOfTheRateToTheOthers() {
        var only = new JudgeSettings(
                0.05, 0.01, Goal.BETTER, Loss.brier(), 0, 1, Double.POSITIVE_INFINITY, Duration.ZERO, 1, 1, 1);

        var evidence = new Judge(only).evidence(new Trial(only, ScoreReference.NONE));

        assertThat(evidence.harm()).hasSize(1);
        assertThat(evidence.harm().get(0).logNeeded()).isEqualTo(StrictMath.log(1 / 0.01));
    }

    @Test
    void lossesAreToldInTheirOwnUnit() {
        var settings = new JudgeSettings(
                0.05, 0.01, Goal.BETTER, new Loss(Loss.Kind.ABSOLUTE, 50), 5, 0.001, 2, Duration.ZERO, 0.1, 0.2, 1);
        var trial = new Trial(settings, ScoreReference.NONE);
        trial.outcomeOfBoth(100, 120, 110);

        var merit = new Judge(settings).evidence(trial).merit().get(0);

        assertThat(merit.measured()).isCloseTo(10, within(1e-6));
        assertThat(merit.limit()).isEqualTo(5);
    }

    @Test
    void evidenceReadsLikeASentence() {
        var finding = new Finding(Criterion.ERRORS, 812, 0.011, 0.001, Math.log(530), Math.log(500));

        assertThat(finding.describe())
                .isEqualTo("errors: 0.01100 measured, limit 0.001000, 812 observations, evidence 530 of 500");
        assertThat(new Evidence(1, 2, List.of(finding), List.of(finding)).describe())
                .isEqualTo("harm " + finding.describe() + "\nmerit " + finding.describe());
    }

    @Test
    void refusesImpossibleSettingsNamingAllOfThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new JudgeSettings(0, 1, Goal.BETTER, Loss.brier(), 1, -1, 0.5, Duration.ofNanos(-1), 0, 2, 0))
                .withMessage("error-rate must be in (0, 1), was 0.0; harm-rate must be in (0, 1), was 1.0;"
                        + " margin must be in [0, 1.0), was 1.0; max-error-share must be in [0, 1], was -1.0;"
                        + " max-latency must be at least 1, was 0.5; latency-floor must not be negative, was PT-0.000000001S;"
                        + " max-shift must be in (0, 1], was 0.0; max-disagreement must be in (0, 1], was 2.0;"
                        + " min-events must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Goal.NO_WORSE, 0))
                .withMessage("margin must be positive for a challenger that need not be better");
    }
}
