package io.millrace.drift.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RetrainingRuleTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 100 * DAY;
    private static final StandingAlert AMOUNT = new StandingAlert("amount", "psi", 0.3, 0.25, 98 * DAY);
    private static final StandingAlert NIGHT = new StandingAlert("night", "psi", 0.4, 0.25, 99 * DAY);

    private final RetrainingRule rule = new RetrainingRule(2, Duration.ofDays(30), Duration.ofDays(7));

    @Test
    void asksWhenSoManyAlertsStandAndNotForOneFewer() {
        var one = RetrainingState.QUIET.with(AMOUNT);

        assertThat(rule.asks(one, NOW)).isFalse();
        assertThat(rule.asks(one.with(NIGHT), NOW)).isTrue();
    }

    @Test
    void countsAnAlertThatIsRaisedAgainOnce() {
        var twice = RetrainingState.QUIET.with(AMOUNT).with(new StandingAlert("amount", "psi", 0.5, 0.25, 99 * DAY));

        assertThat(rule.asks(twice, NOW)).isFalse();
        assertThat(twice.standing()).extracting(StandingAlert::value).containsExactly(0.5);
    }

    @Test
    void countsTwoTestsOfOneFeatureAsTwo() {
        var both = RetrainingState.QUIET.with(AMOUNT).with(new StandingAlert("amount", "mean-shift", 1.5, 1, 99 * DAY));

        assertThat(rule.asks(both, NOW)).isTrue();
    }

    @Test
    void doesNotCountWhatIsResolved() {
        var state = RetrainingState.QUIET.with(AMOUNT).with(NIGHT).without("amount", "psi");

        assertThat(rule.asks(state, NOW)).isFalse();
        assertThat(state.standing()).containsExactly(NIGHT);
    }

    @Test
    void asksAgainWhenTheTimeIsOverAndNotAMillisecondBefore() {
        var asked = RetrainingState.QUIET.with(AMOUNT).with(NIGHT).requested(NOW);

        assertThat(rule.asks(asked, NOW + 7 * DAY - 1)).isFalse();
        assertThat(rule.asks(asked, NOW + 7 * DAY)).isTrue();
    }

    @Test
    void doesNotAskAgainWhenTheTimeIsOverAndNothingStands() {
        var calm = RetrainingState.QUIET
                .with(AMOUNT)
                .with(NIGHT)
                .requested(NOW)
                .without("amount", "psi")
                .without("night", "psi");

        assertThat(rule.asks(calm, NOW + 8 * DAY)).isFalse();
    }

    @Test
    void takesTheHistoryUpToTheWindowsEndAndNothingBefore1970() {
        assertThat(rule.fromMillis(NOW)).isEqualTo(70 * DAY);
        assertThat(rule.fromMillis(29 * DAY)).isZero();
    }

    @Test
    void remembersEverythingInBytes() {
        var state = RetrainingState.QUIET.with(AMOUNT).with(NIGHT).requested(NOW);

        assertThat(RetrainingState.decode(state.encode())).isEqualTo(state);
        assertThat(RetrainingState.decode(RetrainingState.QUIET.encode())).isEqualTo(RetrainingState.QUIET);
    }

    @Test
    void refusesBytesThatAreNotItsOwn() {
        var bytes = RetrainingState.QUIET.with(AMOUNT).encode();
        var longer = Arrays.copyOf(bytes, bytes.length + 1);
        var shorter = Arrays.copyOf(bytes, bytes.length - 1);
        var other = bytes.clone();
        other[0] = 2;

        for (var wrong : new byte[][] {longer, shorter, other, new byte[0]}) {
            assertThatIllegalArgumentException().isThrownBy(() -> RetrainingState.decode(wrong));
        }
    }

    @Test
    void namesAllImpossibleValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrainingRule(0, Duration.ZERO, Duration.ofMillis(-1)))
                .withMessageContaining("at least one alert")
                .withMessageContaining("at least 1 ms")
                .withMessageContaining("must not be negative");
    }
}
