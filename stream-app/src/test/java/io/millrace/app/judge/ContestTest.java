package io.millrace.app.judge;

import static io.millrace.app.judge.Trials.CHALLENGER;
import static io.millrace.app.judge.Trials.CHAMPION;
import static io.millrace.app.judge.Trials.OTHER;
import static io.millrace.app.judge.Trials.ab;
import static io.millrace.app.judge.Trials.after;
import static io.millrace.app.judge.Trials.canary;
import static io.millrace.app.judge.Trials.champion;
import static io.millrace.app.judge.Trials.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.judge.Contest.Kind;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Preparation;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Share;
import io.millrace.app.rollout.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final Contest CANARY = new Contest(Kind.CANARY, CHALLENGER, CHAMPION, 100);

    @Test
    void thereIsNoneWithoutATrialOrAShadow() {
        assertThat(Contest.at(Timeline.EMPTY, 5)).isEmpty();
        assertThat(Contest.at(champion(), 5)).isEmpty();
    }

    @Test
    void beginsWithTheTrialAndNotAMillisecondBefore() {
        var timeline = after(champion(), 100, canary(CHALLENGER));

        assertThat(Contest.at(timeline, 99)).isEmpty();
        assertThat(Contest.at(timeline, 100)).containsExactly(CANARY);
    }

    @Test
    void isTheSameWhenSharesGrow() {
        var timeline = after(
                champion(), 100, canary(CHALLENGER, new Change.Canary.Step(Share.of(0.5), Duration.ofMillis(50))));

        assertThat(Contest.at(timeline, 1_000)).containsExactly(CANARY);
    }

    @Test
    void endsWhenTheLastStepMakesItTheChampion() {
        var timeline =
                after(champion(), 100, canary(CHALLENGER, new Change.Canary.Step(Share.WHOLE, Duration.ofMillis(50))));

        assertThat(Contest.at(timeline, 149)).containsExactly(CANARY);
        assertThat(Contest.at(timeline, 150)).isEmpty();
    }

    @Test
    void aShadowThatBecomesACanaryBeginsAnew() {
        var timeline = after(after(champion(), 50, new Change.Shadow(CHALLENGER)), 100, canary(CHALLENGER));

        assertThat(Contest.at(timeline, 60)).containsExactly(new Contest(Kind.SHADOW, CHALLENGER, CHAMPION, 50));
        assertThat(Contest.at(timeline, 100)).containsExactly(CANARY);
    }

    @Test
    void aShadowBesideAnotherChampionBeginsAnew() {
        var timeline = after(after(champion(), 50, new Change.Shadow(CHALLENGER)), 100, new Change.Promote(OTHER));

        assertThat(Contest.at(timeline, 100)).containsExactly(new Contest(Kind.SHADOW, CHALLENGER, OTHER, 100));
    }

    @Test
    void aSecondTrialOfTheSameVersionIsAnotherContest() {
        var once = after(after(champion(), 100, canary(CHALLENGER)), 200, new Change.RollBack());
        var twice = after(once, 300, canary(CHALLENGER));

        assertThat(Contest.at(twice, 250)).isEmpty();
        assertThat(Contest.at(twice, 300)).containsExactly(new Contest(Kind.CANARY, CHALLENGER, CHAMPION, 300));
    }

    @Test
    void severalVersionsAreAContestEach() {
        var timeline = after(champion(), 100, ab(CHALLENGER, OTHER));

        assertThat(Contest.at(timeline, 100))
                .containsExactly(
                        new Contest(Kind.AB, CHALLENGER, CHAMPION, 100), new Contest(Kind.AB, OTHER, CHAMPION, 100));
    }

    @Test
    void isOnAsLongAsNobodyHasScoredBeyondItsEnd() {
        var timeline = after(after(champion(), 100, canary(CHALLENGER)), 200, new Change.RollBack());

        assertThat(CANARY.isOn(reached(timeline, 198))).isTrue();
        assertThat(CANARY.isOn(reached(timeline, 199))).isFalse();
        assertThat(CANARY.isOn(state(timeline))).as("nobody was asked").isFalse();
        assertThat(CANARY.isOn(state(after(champion(), 100, canary(CHALLENGER)))))
                .as("nobody was asked")
                .isTrue();
        assertThat(CANARY.isOver(state(timeline))).isTrue();
    }

    @Test
    void aShadowThatIsPromotedIsOverThoughItHasWork() {
        var timeline = after(after(champion(), 50, new Change.Shadow(CHALLENGER)), 100, new Change.Promote(CHALLENGER));

        assertThat(new Contest(Kind.SHADOW, CHALLENGER, CHAMPION, 50).isOver(state(timeline)))
                .isTrue();
    }

    private static RolloutState reached(Timeline timeline, long millis) {
        return new RolloutState(
                Map.of(), timeline, new Preparation("id", "somebody", 1, Map.of(0, millis), Set.of()), null);
    }
}
