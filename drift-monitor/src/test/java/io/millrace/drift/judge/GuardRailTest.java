package io.millrace.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.judge.SimulatedModels.Fault;
import io.millrace.drift.judge.Verdict.KeepWatching;
import io.millrace.drift.judge.Verdict.RollBack;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuardRailTest {
    private static final GuardSettings SETTINGS = new GuardSettings(0.001, 0.001, Duration.ofMillis(20), 0.3);
    private static final long FAST = 100;

    @Test
    void nanAtOnePercentIsFoundInEachOfTwentyRuns() {
        assertFoundWithin(3000, Fault.NAN, Criterion.GUARD_ERRORS);
    }

    @Test
    void fiftyMillisecondsARowAreFoundWithinThreeRowsInEachOfTwentyRuns() {
        assertFoundWithin(3, Fault.SLOW, Criterion.GUARD_LATENCY);
    }

    @Test
    void invertedScoresAreFoundWithinFiftyRowsInEachOfTwentyRuns() {
        assertFoundWithin(50, Fault.INVERTED, Criterion.GUARD_SCORES);
    }

    private static void assertFoundWithin(int rows, Fault fault, Criterion criterion) {
        for (int seed = 0; seed < 20; seed++) {
            var models = SimulatedModels.equal(seed);
            var rail = new GuardRail(SETTINGS, models.reference());
            var faulty = models.with(fault);
            int row = 0;
            while (row < rows && rail.verdict() instanceof KeepWatching) {
                row++;
                rail.observe(faulty.next().challenger());
            }
            assertThat(rail.verdict()).isInstanceOf(RollBack.class);
            assertThat(((RollBack) rail.verdict()).criterion()).isEqualTo(criterion);
        }
    }

    @Test
    void aFaultThatBeginsLateIsFoundToo() {
        var models = SimulatedModels.equal(1);
        var rail = new GuardRail(SETTINGS, models.reference());
        for (int row = 0; row < 50_000; row++) {
            rail.observe(models.next().challenger());
        }
        assertThat(rail.verdict()).isInstanceOf(KeepWatching.class);

        var inverted = models.with(Fault.INVERTED);
        for (int row = 0; row < 100; row++) {
            rail.observe(inverted.next().challenger());
        }

        assertThat(rail.verdict()).isInstanceOf(RollBack.class);
    }

    /**
     * The worst that is within the limits: exactly the tolerated share of errors, and of slow calls. With an alarm rate of 5 %
     * 25 of 500 runs may be false alarms; 40 or more come with a probability below 0.003.
     */
    @Test
    void givesNoMoreFalseAlarmsThanItsRateAtTheVeryLimits() {
        var settings = new GuardSettings(0.05, 0.02, Duration.ofNanos(FAST), 1);
        int alarms = 0;
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var rail = new GuardRail(settings, ScoreReference.NONE);
            boolean alarmed = false;
            for (int row = 0; row < 2000 && !alarmed; row++) {
                long nanos = random.nextDouble() < 0.01 ? 2 * FAST : FAST;
                rail.observe(random.nextDouble() < 0.02 ? Answer.unusable(nanos) : new Answer(0.5, true, nanos));
                alarmed = rail.verdict() instanceof RollBack;
            }
            alarms += alarmed ? 1 : 0;
        }

        assertThat(alarms).isBetween(1, 39);
    }

    @Test
    void watchesOnlyWhatHasALimit() {
        var rail = new GuardRail(
                new GuardSettings(0.001, 1, GuardSettings.ANY_LATENCY, 1), ScoreReference.of(new double[] {0.5}));
        for (int row = 0; row < 1000; row++) {
            rail.observe(Answer.unusable(Long.MAX_VALUE));
        }

        assertThat(rail.verdict()).isInstanceOf(KeepWatching.class);
        assertThat(rail.verdict().evidence().harm()).isEmpty();
        assertThat(rail.verdict().evidence().challengerRows()).isEqualTo(1000);
    }

    @Test
    void aLatencyAtTheLimitIsWithinIt() {
        var rail = new GuardRail(new GuardSettings(0.001, 1, Duration.ofNanos(FAST), 1), ScoreReference.NONE);
        for (int row = 0; row < 100; row++) {
            rail.observe(new Answer(0.5, true, FAST));
            rail.observe(new Answer(0.5, true, Answer.UNTIMED));
        }
        assertThat(rail.verdict()).isInstanceOf(KeepWatching.class);
        assertThat(rail.verdict().evidence().harm().get(0).observations()).isEqualTo(100);

        for (int row = 0; row < 10; row++) {
            rail.observe(new Answer(0.5, true, FAST + 1));
        }

        assertThat(rail.verdict()).isInstanceOf(RollBack.class);
    }

    @Test
    void constantScoresOfTheChampionAreALimitEitherWay() {
        var reference = ScoreReference.of(new double[] {0.5, 0.5});
        for (double moved : new double[] {0.4, 0.6}) {
            var rail = new GuardRail(SETTINGS, reference);
            for (int row = 0; row < 20; row++) {
                rail.observe(new Answer(moved, true, FAST));
            }
            assertThat(rail.verdict()).isInstanceOf(RollBack.class);
        }
        var same = new GuardRail(SETTINGS, reference);
        for (int row = 0; row < 1000; row++) {
            same.observe(new Answer(0.5, true, FAST));
        }
        assertThat(same.verdict()).isInstanceOf(KeepWatching.class);
    }

    @Test
    void goesOnToTheSameBitsAfterItWasEncodedAmidTheCourse() {
        var models = SimulatedModels.equal(3);
        var reference = models.reference();
        var stayed = new GuardRail(SETTINGS, reference);
        var moved = new GuardRail(SETTINGS, reference);
        for (int row = 0; row < 2000; row++) {
            var answer = models.next().challenger();
            stayed.observe(answer);
            moved.observe(answer);
            if (row % 7 == 0) {
                moved = GuardRail.decode(SETTINGS, reference, moved.encode()).orElseThrow();
            }
        }

        assertThat(moved.encode()).isEqualTo(stayed.encode()).hasSizeLessThan(2048);
        assertThat(moved.verdict()).isEqualTo(stayed.verdict());
    }

    @Test
    void bytesByOtherLimitsAreNothingAndGarbageIsRefused() {
        var rail = new GuardRail(SETTINGS, ScoreReference.NONE);

        assertThat(GuardRail.decode(GuardSettings.DEFAULTS, ScoreReference.NONE, rail.encode()))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuardRail.decode(SETTINGS, ScoreReference.NONE, new byte[] {1, 2}));
    }

    @Test
    void refusesImpossibleLimitsNamingAllOfThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuardSettings(0, 0, Duration.ZERO, Double.NaN))
                .withMessage("alarm-rate must be in (0, 1), was 0.0; max-error-share must be in (0, 1], was 0.0;"
                        + " max-p99 must be positive and at most PT2562047H47M16.854775807S, was PT0S;"
                        + " max-shift must be in (0, 1], was NaN");
        assertThat(List.of(Criterion.values())).extracting(Criterion::text).doesNotHaveDuplicates();
    }
}
