package io.millrace.drift.window;

import static io.millrace.drift.window.AlertRule.Change.NONE;
import static io.millrace.drift.window.AlertRule.Change.RAISED;
import static io.millrace.drift.window.AlertRule.Change.RESOLVED;
import static io.millrace.drift.window.AlertRule.Verdict.CALM;
import static io.millrace.drift.window.AlertRule.Verdict.DRIFTED;
import static io.millrace.drift.window.AlertRule.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.window.AlertRule.Change;
import io.millrace.drift.window.AlertRule.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
    private final List<AlertRule.Step> steps = new ArrayList<>();

    @Test
    void raisesOnceAfterSoManyDriftedWindowsInARow() {
        assertThat(changes(2, DRIFTED, DRIFTED, DRIFTED, DRIFTED)).containsExactly(NONE, RAISED, NONE, NONE);
        assertThat(steps.get(1).episode()).isEqualTo(new AlertState(true, 0, 2, 0));
    }

    @Test
    void startsAgainAfterACalmWindow() {
        assertThat(changes(2, DRIFTED, CALM, DRIFTED, DRIFTED)).containsExactly(NONE, NONE, NONE, RAISED);
        assertThat(steps.get(3).episode().sinceMillis()).isEqualTo(2);
    }

    @Test
    void resolvesAfterSoManyCalmWindowsInARow() {
        assertThat(changes(2, DRIFTED, DRIFTED, CALM, DRIFTED, CALM, CALM, CALM))
                .containsExactly(NONE, RAISED, NONE, NONE, NONE, RESOLVED, NONE);
        assertThat(steps.get(5).episode()).isEqualTo(new AlertState(true, 0, 3, 2));
        assertThat(steps.get(5).next()).isEqualTo(AlertState.QUIET);
    }

    @Test
    void neitherCountsNorBreaksAtAnUnknownWindow() {
        assertThat(changes(2, DRIFTED, UNKNOWN, DRIFTED)).containsExactly(NONE, NONE, RAISED);
        assertThat(changes(2, UNKNOWN, UNKNOWN, DRIFTED)).containsExactly(NONE, NONE, NONE);
        assertThat(changes(2, DRIFTED, DRIFTED, CALM, UNKNOWN, CALM))
                .containsExactly(NONE, RAISED, NONE, NONE, RESOLVED);
    }

    @Test
    void actsAtOnceIfOneWindowIsEnough() {
        assertThat(changes(1, DRIFTED, CALM, DRIFTED)).containsExactly(RAISED, RESOLVED, RAISED);
    }

    @Test
    void isQuietAfterAnAlertUntilItHasCooledDown() {
        var rule = new AlertRule(1, Duration.ofMillis(3));
        assertThat(changes(rule, DRIFTED, CALM, DRIFTED, DRIFTED, DRIFTED, DRIFTED))
                .containsExactly(RAISED, RESOLVED, NONE, NONE, NONE, RAISED);
        assertThat(steps.get(5).episode().sinceMillis()).isEqualTo(2); // the first window of the row, quiet or not
        assertThat(changes(rule, DRIFTED, CALM, CALM, DRIFTED, CALM, DRIFTED))
                .containsExactly(RAISED, RESOLVED, NONE, NONE, NONE, RAISED);
        assertThat(steps.get(1).next()).isEqualTo(new AlertState(false, 0, 0, 0, 4));
    }

    @Test
    void refusesToHoldForNoWindow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AlertRule(1, Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new AlertRule(0));
    }

    @Test
    void rememberedStateSurvivesItsBytes() {
        var state = new AlertState(true, 1_800_000_000_000L, 7, 1);

        assertThat(AlertState.decode(state.encode())).isEqualTo(state);
        assertThat(AlertState.decode(state.until(5).encode())).isEqualTo(state.until(5));
        assertThatIllegalArgumentException().isThrownBy(() -> AlertState.decode(new byte[] {2}));
    }

    /** As they were stored before there was a cool-down. */
    @Test
    void stateOfTheVersionBeforeIsRead() {
        byte[] before = ByteBuffer.allocate(18)
                .put((byte) 1)
                .put((byte) 1)
                .putLong(1_000)
                .putInt(7)
                .putInt(1)
                .array();

        assertThat(AlertState.decode(before)).isEqualTo(new AlertState(true, 1_000, 7, 1));
    }

    private List<Change> changes(int hold, Verdict... verdicts) {
        return changes(new AlertRule(hold), verdicts);
    }

    /** The windows start at 0, 1, 2... */
    private List<Change> changes(AlertRule rule, Verdict... verdicts) {
        var state = AlertState.QUIET;
        steps.clear();
        for (int i = 0; i < verdicts.length; i++) {
            var step = rule.step(state, verdicts[i], i);
            steps.add(step);
            state = step.next();
        }
        return steps.stream().map(AlertRule.Step::change).toList();
    }
}
