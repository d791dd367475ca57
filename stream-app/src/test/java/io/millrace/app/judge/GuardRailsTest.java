package io.millrace.app.judge;

import static io.millrace.app.judge.Trials.CHALLENGER;
import static io.millrace.app.judge.Trials.CHAMPION;
import static io.millrace.app.judge.Trials.after;
import static io.millrace.app.judge.Trials.canary;
import static io.millrace.app.judge.Trials.champion;
import static io.millrace.app.judge.Trials.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Timeline;
import io.millrace.app.topology.CallWatch;
import io.millrace.app.topology.ScoredBy;
import io.millrace.app.topology.Variant;
import io.millrace.drift.judge.Criterion;
import io.millrace.drift.judge.GuardSettings;
import io.millrace.drift.judge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of eight rows: the champion answers fourth powers of uniform numbers. */
class GuardRailsTest {
    private static final int ROWS = 8;
    private static final int SEEDS = 20;
    private static final GuardSettings SETTINGS = new GuardSettings(0.001, 0.001, Duration.ofMillis(20), 0.3);
    private static final ScoredBy BY_CHAMPION = new ScoredBy(Variant.CHAMPION, "m", "1", CHAMPION, 0.5);
    private static final ScoredBy BY_CANARY = new ScoredBy(Variant.CANARY, "m", "2", CHALLENGER, 0.5);
    private static final ScoredBy BY_SHADOW = new ScoredBy(Variant.SHADOW, "m", "2", CHALLENGER, 0.5);

    private final Heard heard = new Heard();
    private Timeline timeline = after(champion(), 100, canary(CHALLENGER));
    private Random random = new Random(0);

    /** Remembers what it is told. */
    private static final class Heard implements Alarm {
        private final List<Contest> watching = new ArrayList<>();
        private final List<Contest> exceeded = new ArrayList<>();
        private final List<Criterion> criteria = new ArrayList<>();
        private final List<Runnable> dealtWith = new ArrayList<>();

        @Override
        public void watching(Contest contest) {
            watching.add(contest);
        }

        @Override
        public void exceeded(Contest contest, Verdict.RollBack verdict, Runnable end) {
            exceeded.add(contest);
            criteria.add(verdict.criterion());
            dealtWith.add(end);
        }
    }

    /** What a model answers to one row. */
    private interface Model {
        double score(Random random);

        default long nanos() {
            return 1_000_000;
        }
    }

    private static final Model GOOD = GuardRailsTest::low;
    private static final Model INVERTED = random -> 1 - low(random);
    private static final Model UNLUCKY = random -> random.nextDouble() < 0.01 ? Double.NaN : low(random);
    private static final Model SLOW = new Model() {
        @Override
        public double score(Random random) {
            return low(random);
        }

        @Override
        public long nanos() {
            return 50_000_000L * ROWS;
        }
    };

    private static double low(Random random) {
        double uniform = random.nextDouble();
        return Math.pow(uniform, 4);
    }

    private GuardRails guards() {
        return new GuardRails(SETTINGS, 3, () -> state(timeline), heard);
    }

    /** @return rows until there was an alarm, or all of them */
    private int call(CallWatch watch, Model model, int rows, long millis) {
        int alarms = heard.exceeded.size();
        for (int told = 0; told < rows; told += ROWS) {
            watch.called(ROWS, millis, place -> model.score(random), model.nanos());
            if (heard.exceeded.size() > alarms) {
                return told + ROWS;
            }
        }
        return rows;
    }

    private void assertFound(Model model, Criterion criterion, int most) {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            heard.criteria.clear();
            var guards = guards();
            call(guards.of(BY_CHAMPION), GOOD, RecentScores.MOST, 50);

            int rows = call(guards.of(BY_CANARY), model, most, 100);

            assertThat(heard.criteria).as("seed %d, %d rows", seed, rows).containsExactly(criterion);
        }
    }

    @Test
    void invertedScoresAreFoundWithinAHundredRows() {
        assertFound(INVERTED, Criterion.GUARD_SCORES, 100);
    }

    @Test
    void oneRowWithoutAScoreOfAHundredIsFoundWithinThreeThousandRows() {
        assertFound(UNLUCKY, Criterion.GUARD_ERRORS, 3_000);
    }

    @Test
    void slowCallsAreFoundWithinFourCalls() {
        assertFound(SLOW, Criterion.GUARD_LATENCY, 4 * ROWS);
    }

    @Test
    void aModelAsGoodAsTheChampionIsLeftAlone() {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            var guards = guards();
            call(guards.of(BY_CHAMPION), GOOD, RecentScores.MOST, 50);
            call(guards.of(BY_CANARY), GOOD, 20_000, 100);
        }
        assertThat(heard.exceeded).isEmpty();
        assertThat(heard.watching).hasSize(SEEDS);
    }

    @Test
    void anAlarmIsGivenOnce() {
        var guards = guards();
        call(guards.of(BY_CHAMPION), GOOD, RecentScores.MOST, 50);

        for (int i = 0; i < 10; i++) {
            call(guards.of(BY_CANARY), INVERTED, 200, 100);
        }

        assertThat(heard.exceeded).hasSize(1);
    }

    @Test
    void scoresAreWatchedAsSoonAsEnoughOfTheChampionsAreKnown() {
        var guards = guards();
        call(guards.of(BY_CHAMPION), GOOD, RecentScores.LEAST - ROWS, 50);
        assertThat(call(guards.of(BY_CANARY), INVERTED, 1_000, 100)).isEqualTo(1_000);

        call(guards.of(BY_CHAMPION), GOOD, ROWS, 50);

        assertThat(call(guards.of(BY_CANARY), INVERTED, 1_000, 100)).isLessThan(100);
    }

    @Test
    void aModelThatIsLeftAloneGivesNoScores() {
        var watch = guards().of(BY_CANARY);
        for (int i = 0; i < 100; i++) {
            watch.called(1, 100, place -> Double.NaN, CallWatch.NOT_MADE);
        }
        assertThat(heard.criteria).containsExactly(Criterion.GUARD_ERRORS);
    }

    @Test
    void lateEventsOfATrialThatIsOverAreNotWatched() {
        timeline = after(timeline, 200, new Change.RollBack());
        var watch = guards().of(BY_CANARY);

        call(watch, SLOW, 100, 200);

        assertThat(heard.watching).isEmpty();
    }

    @Test
    void aSecondTrialIsWatchedAnewByTheSameTask() {
        var watch = guards().of(BY_CANARY);
        call(watch, SLOW, 100, 150);
        timeline = after(after(timeline, 200, new Change.RollBack()), 300, canary(CHALLENGER));
        call(watch, GOOD, 100, 300);
        assertThat(heard.exceeded).hasSize(1);

        call(watch, SLOW, 2_000, 300);
        call(watch, SLOW, 2_000, 150); // late ones of the first

        assertThat(heard.exceeded).extracting(Contest::fromMillis).containsExactly(100L, 300L);
    }

    @Test
    void aTrialThatBeginsAnewBeforeAnEventAfterItsEndIsWatchedAnew() {
        var watch = guards().of(BY_CANARY);
        call(watch, SLOW, 100, 150);
        timeline = after(timeline, 200, new Change.RollBack());
        heard.dealtWith.get(0).run();
        call(watch, SLOW, 2_000, 150); // its last events
        assertThat(heard.exceeded).hasSize(1);

        timeline = after(timeline, 200, canary(CHALLENGER));
        call(watch, SLOW, 2_000, 200);

        assertThat(heard.exceeded).extracting(Contest::fromMillis).containsExactly(100L, 100L);
    }

    @Test
    void aTrialIsNotWatchedWhileItIsBeingEnded() {
        var watch = guards().of(BY_CANARY);
        call(watch, SLOW, 100, 150);

        call(watch, SLOW, 2_000, 150);

        assertThat(heard.exceeded).hasSize(1);
    }

    @Test
    void aShadowIsWatchedAsWell() {
        timeline = after(champion(), 100, new Change.Shadow(CHALLENGER));

        call(guards().of(BY_SHADOW), SLOW, 100, 150);

        assertThat(heard.exceeded).extracting(Contest::kind).containsExactly(Contest.Kind.SHADOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAMPION", "FALLBACK"})
    void nothingIsSaidOfAModelThatIsNotTried(Variant variant) {
        var watch = guards().of(new ScoredBy(variant, "m", "1", CHAMPION, 0.5));

        call(watch, SLOW, 1_000, 150);
        call(watch, random -> Double.NaN, 1_000, 150);

        assertThat(heard.watching).isEmpty();
        assertThat(heard.exceeded).isEmpty();
    }
}
